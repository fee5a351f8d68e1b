"""How a file is written (DESIGN 2 and 4): each rule a function from the sources to the faults it finds in them."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatch

from volunteer_portal.tests.house_rules import is_of, ours
from volunteer_portal.tests.source_tree import ROOMS, Source, Tree

FORBIDDEN_NAMES = frozenset(
    ["utils", "helpers", "common", "misc", "services", "managers", "selectors", "base", "core", "constants"]
)
SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals")
MOST_LINES, MOST_LINES_OF_THE_LARGE, MOST_LINES_OF_A_FUNCTION, MOST_LINES_OF_A_TEMPLATE = 300, 400, 40, 150
TOP_LEVEL = frozenset(
    [
        "manage.py", "volunteer_portal", "units", "volunteers", "projects", "reports", "templates", "static",
        "requirements.txt", "pytest.ini", "README.md", "sheets", "accounts", "campaigns", "jobs", "docs",
        "benchmarks", "deploy", "Makefile", "LICENSE", "CONTRIBUTING.md", "CHANGELOG.md",
        "requirements.in", "requirements-dev.in", "requirements-dev.txt",
    ]
)  # fmt: skip
DOORS = re.compile(
    r"(^|\.)(mark_safe|SafeString|csrf_exempt|build_absolute_uri|RawSQL|eval|exec|__import__)$"
    r"|objects\.(raw|extra)$|\)\.(raw|extra)$|^(pickle|marshal|shelve|yaml)(\.|$)|\.FileResponse$"
    r"|(^|\.)(Paragraph|platypus)(\.|$)"  # reads markup; our drawing writes text
)
LOGGING = re.compile(r"(?<!^messages)\.(debug|info|warning|error|exception|critical|log)$")
SECRETS = re.compile(r"document_number|phone|password|id_no|clear_|\.(POST|body|COOKIES)\b")
# A CAS server that says who has left has no token of ours: it ends one session, and only by the name of its ticket.
ONE_DOOR = {("accounts/campus_views.py", "django.views.decorators.csrf.csrf_exempt")}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def names_with_meaning(tree: Tree) -> list[str]:
    """No module or folder bears a name that could mean anything."""
    faults = []
    for source in tree.values():
        found = FORBIDDEN_NAMES & {source.path.stem, *source.path.parent.parts}
        faults += [f"{source.path} is called {name}" for name in sorted(found)]
    return faults


def no_signals(tree: Tree) -> list[str]:
    """Rules are called, not signalled."""
    imports = ((source, line, name) for source in ours(tree) for line, name in source.imports)
    return [
        f"{source.at(line)} imports {name}"
        for source, line, name in imports
        if any(is_of(name, package) for package in SIGNALS)
    ]


def exceptions_by_name(tree: Tree) -> list[str]:
    """Whoever catches says what."""
    faults = []
    for source in ours(tree):
        for node in source.nodes:
            if isinstance(node, ast.ExceptHandler):
                caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
                if any(each is None or ast.unparse(each) in ("Exception", "BaseException") for each in caught):
                    faults.append(f"{source.at(node.lineno)} catches everything")
    return faults


def imports_at_the_top(tree: Tree) -> list[str]:
    """The first import inside a function has its reason beside it or on the line above; others there share it."""
    faults = []
    for source in tree.values():
        for function in (node for node in source.nodes if isinstance(node, FUNCTIONS)):
            inner = [node.lineno for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]
            if inner and not ("  # " in source.lines[min(inner) - 1] or is_comment(source.lines[min(inner) - 2])):
                faults.append(f"{source.at(min(inner))} {function.name}")
    return faults


def is_comment(line: str) -> bool:
    """Whether a line says something to the reader only."""
    return line.lstrip().startswith("# ")


def no_open_doors(tree: Tree) -> list[str]:
    """Nothing goes around what Django escapes, binds and checks (SECURITY 3f)."""
    faults = []
    for source in ours(tree):
        called = (node.func for node in source.nodes if isinstance(node, ast.Call))
        names = [(node.lineno, ast.unparse(node)) for node in called if isinstance(node, ast.Name | ast.Attribute)]
        names += [(line, imported) for line, imported in source.imports if not imported.endswith("SafeString")]
        doors = [(line, name) for line, name in names if DOORS.search(name)]
        faults += [f"{source.at(line)} {name}" for line, name in doors if (str(source.path), name) not in ONE_DOOR]
    return faults


def logs_without_people(tree: Tree) -> list[str]:
    """No line of a log is given a number, a password or a whole form (SECURITY 3f); the scrubber is the second net."""
    faults = []
    for source in ours(tree):
        for node in (node for node in source.nodes if isinstance(node, ast.Call)):
            given = ast.unparse([*node.args, *(word.value for word in node.keywords)])  # type: ignore[arg-type]
            if LOGGING.search(ast.unparse(node.func)) and SECRETS.search(given):
                faults.append(f"{source.at(node.lineno)} {ast.unparse(node.func)}")
    return faults


def no_transaction_around_pages(tree: Tree) -> list[str]:
    """A transaction around every page would let SQLite serve one reader at a time (SECURITY F1)."""
    named = ((source, node) for source in ours(tree) for node in source.nodes if isinstance(node, ast.Constant))
    return [f"{source.at(node.lineno)} {node.value}" for source, node in named if node.value == "ATOMIC_REQUESTS"]


def unescaped(templates: Mapping[str, str]) -> list[str]:
    """What templates put on a page as it stands."""
    found = re.compile(r"{{([^}]*\|\s*safe(?:seq)?\b[^}]*)}}|{%\s*(autoescape\s+off)")
    return [
        f"{path} {(one or other).strip()}" for path, text in templates.items() for one, other in found.findall(text)
    ]


def files_of_size(tree: Tree) -> list[str]:
    """No file over 300 lines; models, views and the one file of settings may have 400."""
    faults = []
    for source in tree.values():
        most = MOST_LINES_OF_THE_LARGE if source.path.stem in ("models", "views", "settings") else MOST_LINES
        if not source.is_migration and len(source.lines) > most:
            faults.append(f"{source.path} has {len(source.lines)} lines")
    return faults


def functions_of_size(tree: Tree) -> list[str]:
    """No function over 40 lines."""
    functions = ((source, node) for source in tree.values() for node in source.nodes if isinstance(node, FUNCTIONS))
    lengths = ((source, node, (node.end_lineno or node.lineno) - node.lineno + 1) for source, node in functions)
    return [
        f"{source.at(node.lineno)} {node.name} has {lines} lines"
        for source, node, lines in lengths
        if lines > MOST_LINES_OF_A_FUNCTION
    ]


def public(body: Iterable[ast.stmt]) -> Iterator[Definition]:
    """The functions and classes others may use."""
    return (node for node in body if isinstance(node, Definition) and not node.name.startswith("_"))


def to_be_explained(source: Source) -> Iterator[ast.Module | Definition]:
    """The module, its public functions and classes with their methods; bodiless ones of protocols may stay silent."""
    if source.says_something:
        yield source.tree
    for node in public(source.tree.body):
        yield node
        if isinstance(node, ast.ClassDef):
            methods = (method for method in public(node.body) if isinstance(method, FUNCTIONS))
            yield from (method for method in methods if ast.unparse(method.body[-1]) != "...")


def everything_explained(tree: Tree) -> list[str]:
    """Modules and all that is public in them have a docstring."""
    return [
        f"{source.at(getattr(node, 'lineno', 1))} {getattr(node, 'name', source.name)} has no docstring"
        for source in ours(tree)
        for node in to_be_explained(source)
        if not ast.get_docstring(node)
    ]


def migrations_alone(tree: Tree) -> list[str]:
    """A migration imports nothing of ours: it has to run when our code has long changed."""
    migrations = (source for source in tree.values() if source.is_migration)
    return [
        f"{source.at(line)} imports {name}"
        for source in migrations
        for line, name in source.imports
        if name.split(".")[0] in ROOMS
    ]


def one_migration_an_app(tree: Tree) -> list[str]:
    """Before the first release each app with models has one migration."""
    found: dict[str, list[str]] = {source.room: [] for source in ours(tree) if source.path.stem == "models"}
    for source in tree.values():
        if source.is_migration and source.path.stem != "__init__":
            found.setdefault(source.room, []).append(source.path.stem)
    return [f"{room} has the migrations {names}" for room, names in found.items() if names != ["0001_initial"]]


def templates_of_size(templates: Mapping[str, str]) -> list[str]:
    """No template over 150 lines."""
    lengths = {path: len(text.splitlines()) for path, text in templates.items()}
    return [f"{path} has {lines} lines" for path, lines in lengths.items() if lines > MOST_LINES_OF_A_TEMPLATE]


def top_level_as_agreed(names: Iterable[str], ignored: Iterable[str]) -> list[str]:
    """At the top stand only the agreed names, dot-files, and what git ignores."""
    patterns = [".*", *(pattern.strip("/") for pattern in ignored)]
    return [
        name
        for name in sorted(names)
        if name not in TOP_LEVEL and not any(fnmatch(name, pattern) for pattern in patterns)
    ]
