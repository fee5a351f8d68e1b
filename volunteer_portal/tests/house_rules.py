"""Who may know whom (DESIGN 1 and 2): each rule a function from the sources to the faults it finds in them."""

import ast
import re
import sys
from collections.abc import Iterator

from volunteer_portal.tests.source_tree import ROOMS, Source, Tree, module_of, road

# What knows no framework, no library, no file and no clock: a pure module imports only pure ones and plain Python.
PURE = frozenset(
    [
        "accounts.devices", "accounts.password_words",
        "campaigns.deadlines", "campaigns.findings", "campaigns.terms", "campaigns.working_days",
        "projects.codes", "projects.columns", "projects.minimum", "reports.project_table",
        "reports.attachment1", "reports.attachment2", "reports.attachment3", "reports.attachment4",
        "reports.differences", "reports.frozen",
        "reports.paper.codes", "reports.paper.pages", "reports.paper.states",
        "reports.bulletin", "reports.burnup", "reports.comparing", "reports.lacking", "reports.lights",
        "reports.mending", "reports.rings",
        "reports.missing", "reports.pace", "reports.quota", "reports.readiness",
        "reports.sheet_names", "reports.sheet_rows", "reports.steps", "reports.tables", "reports.trail",
        "reports.zipping",
        "sheets.cells", "sheets.choosing", "sheets.container", "sheets.delimited", "sheets.gate", "sheets.headers",
        "sheets.old", "sheets.outline", "sheets.parts", "sheets.problems",
        "units.attachment1_columns", "units.cockpit.lanes", "units.invisible", "units.naming", "units.restructuring",
        "units.restructuring_sentences", "units.return_reasons", "units.team_checks", "volunteer_portal.backups.rota",
        "volunteer_portal.demo.people", "volunteer_portal.demo.scenarios", "volunteer_portal.floor",
        "volunteer_portal.production",
        "volunteers.identifiers", "volunteers.milestones", "volunteers.names",
        "reports.contested", "volunteers.roster.cells", "volunteers.roster.change_lists",
        "volunteers.roster.changes", "volunteers.roster.columns", "volunteers.roster.guessing",
        "volunteers.roster.lines", "volunteers.roster.people", "volunteers.roster.person",
        "volunteers.roster.repeats", "volunteers.roster.rows", "volunteers.roster.words",
    ]
)  # fmt: skip
OUTSIDE_WORLD = frozenset(
    [
        "os", "pathlib", "subprocess", "socket", "multiprocessing", "threading", "signal", "resource", "tempfile",
        "shutil", "secrets", "sqlite3", "time", "logging", "urllib", "http",
    ]
)  # fmt: skip
CLOCKS_AND_FILES = frozenset({"date.today", "datetime.now", "datetime.today", "datetime.utcnow", "open"})

LIBRARIES = {
    "openpyxl": r"sheets/|reports/xlsx\.py",
    "python_calamine": r"sheets/",
    "reportlab": r"reports/pdf/|reports/pdf\.py",
    "cryptography": r"volunteers/encryption\.py",
    "msoffcrypto": r"reports/locking\.py",
} | dict.fromkeys(("xlrd", "xlwt", "xlsxwriter", "pandas", "pyexcel", "odf"), r"sheets/|reports/xlsx\.py")
DRAWING_MODULES = ("reports.xlsx", "reports.pdf", "reports.locking", "volunteers.encryption")
SECRETS = frozenset({"clear_document_number", "clear_phone", "decrypt", "decrypt_bytes"})
KNOWS_SECRETS = r"volunteers/|reports/(listings|export_files)\.py"
NOT_OWNED_BY_UNITS = frozenset({"Campaign"})
HARMLESS = r"\.visible_to\(|\.objects\.none\(\)$"
MANAGERS = frozenset({"objects", "_default_manager", "_base_manager"})


def ours(tree: Tree) -> Iterator[Source]:
    """What runs in the portal: neither tests nor migrations nor benchmarks."""
    beside = ("benchmarks",)
    return (source for source in tree.values() if not (source.is_test or source.is_migration or source.room in beside))


def is_of(imported: str, package: str) -> bool:
    """Whether an import means this package or something in it."""
    return imported == package or imported.startswith(f"{package}.")


def imports_one_way(tree: Tree) -> list[str]:
    """Each room imports only to its left, volunteers and projects not each other; tests may look at everything."""
    return [
        f"{source.at(line)} {source.room} imports {imported}"
        for source in ours(tree)
        for line, imported in source.imports
        if not may_import(source.room, imported.split(".")[0])
    ]


def may_import(room: str, target: str) -> bool:
    """Whether something in one room may import something of another; libraries are no matter of rooms."""
    if target not in ROOMS or target == room:
        return True
    return {room, target} != {"volunteers", "projects"} and room in ROOMS[ROOMS.index(target) :]


def tests_stay_outside(tree: Tree) -> list[str]:
    """What runs in the portal imports no tests."""
    return [
        f"{source.at(line)} imports {name}"
        for source in ours(tree)
        for line, name in source.imports
        if "tests" in name.split(".")
    ]


def is_plain(tree: Tree, source: Source, pure: set[str]) -> bool:
    """Whether a module imports only plain Python and the modules taken for pure, and asks for no clock or file."""
    for _line, imported in source.imports:
        module, top = module_of(tree, imported), imported.split(".")[0]
        if (
            module not in pure
            if module and tree[module].says_something
            else top not in (*ROOMS, *sys.stdlib_module_names)
        ):
            return False
        if top in OUTSIDE_WORLD:
            return False
    calls = (ast.unparse(node.func) for node in source.nodes if isinstance(node, ast.Call))
    return CLOCKS_AND_FILES.isdisjoint(calls)


def pure_modules(tree: Tree) -> set[str]:
    """The largest set of modules that import only one another and plain Python."""
    pure = {source.name for source in ours(tree) if source.says_something and source.room in ROOMS}
    while spoiled := {name for name in pure if not is_plain(tree, tree[name], pure)}:
        pure -= spoiled
    return pure


def pure_as_listed(tree: Tree) -> list[str]:
    """Listed modules are pure, and every pure module is listed."""
    found = pure_modules(tree)
    faults = [f"{tree[name].path} is listed as pure and is not" for name in sorted(PURE & set(tree) - found)]
    return faults + [f"{tree[name].path} is pure and not listed" for name in sorted(found - PURE)]


def sheets_alone(tree: Tree) -> list[str]:
    """`sheets` knows nothing of ours and no Django."""
    mine = (source for source in ours(tree) if source.room == "sheets")
    return [
        f"{source.at(line)} imports {imported}"
        for source in mine
        for line, imported in source.imports
        if imported.split(".")[0] in (*ROOMS[1:], "django")
    ]


def is_verb(source: Source) -> bool:
    """Whether a module holds acts: functions that are told by whom and at what moment."""
    functions = (
        node for node in source.tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    )
    return any({"by", "at"} <= {argument.arg for argument in node.args.kwonlyargs} for node in functions)


def layer(source: Source) -> str:
    """The layer of a module inside its app; empty for what stands beside them (admin, tables, commands)."""
    if (last := source.path.stem.split("_")[-1]) in ("models", "forms", "views", "urls"):
        return last
    return "verbs" if is_verb(source) else ""


MUST_NOT_REACH = {
    "models": ("verbs", "forms", "views", "urls"),
    "verbs": ("forms", "views", "urls"),
    "forms": ("views", "urls"),
    "views": ("urls",),
}


def layers_one_way(tree: Tree) -> list[str]:
    """models ← verbs ← forms ← views ← urls, by whatever detour (pure modules import nothing of these anyway)."""
    layers = {source.name: layer(source) for source in ours(tree)}
    faults = []
    for name, forbidden in MUST_NOT_REACH.items():
        ends = [other for other, its in layers.items() if its in forbidden]
        ways = (road(tree, module, ends) for module, its in layers.items() if its == name)
        faults += [f"{tree[way[0]].path} reaches {' → '.join(way[1:])}" for way in ways if way]
    return faults


def libraries_at_home(tree: Tree) -> list[str]:
    """Spreadsheets, paper and secrets each have one place."""
    return [
        f"{source.at(line)} imports {imported}"
        for source in ours(tree)
        for line, imported in source.imports
        if (home := LIBRARIES.get(imported.split(".")[0])) and not re.match(home, str(source.path))
    ]


def views_draw_nothing(tree: Tree) -> list[str]:
    """Views know no spreadsheet, paper or secret, not even those who draw them."""
    views = (source for source in ours(tree) if layer(source) == "views")
    return [
        f"{source.at(line)} imports {imported}"
        for source in views
        for line, imported in source.imports
        if any(is_of(imported, name) for name in (*LIBRARIES, *DRAWING_MODULES))
    ]


def answers_requests(source: Source) -> bool:
    """Whether pages are made here: it handles requests, and neither the admin nor middleware."""
    handles = any(
        is_of(imported, "django.http") or is_of(imported, "django.shortcuts") for _line, imported in source.imports
    )
    return handles and source.path.stem not in ("admin", "middleware")


def chain(source: Source, node: ast.AST) -> str:
    """The whole expression a manager begins: `Team.objects.filter(…).first()`."""
    around = source.parents[node]
    while isinstance(around, ast.Attribute) or (isinstance(around, ast.Call) and around.func is node):
        node, around = around, source.parents[around]
    return ast.unparse(node)


def objects_visible_to(tree: Tree) -> list[str]:
    """Where pages are made, what belongs to a unit comes from `visible_to` (DESIGN 1.4)."""
    faults = []
    for source in filter(answers_requests, ours(tree)):
        for node in source.nodes:
            if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
                whole = chain(source, node)
                if ast.unparse(node.value) not in NOT_OWNED_BY_UNITS and not re.search(HARMLESS, whole):
                    faults.append(f"{source.at(node.lineno)} {whole}")
            elif isinstance(node, ast.Call) and re.match(r"get_(object|list)_or_404\([A-Z]\w*[,)]", ast.unparse(node)):
                faults.append(f"{source.at(node.lineno)} {ast.unparse(node)}")
    return faults


def secrets_at_home(tree: Tree) -> list[str]:
    """Clear numbers are read by `volunteers` and `reports.listings` only; files are opened where they were sealed."""
    faults = []
    for source in ours(tree):
        if not re.match(KNOWS_SECRETS, str(source.path)):
            faults += [
                f"{source.at(line)} imports {name}" for line, name in source.imports if name.split(".")[-1] in SECRETS
            ]
            attributes = (node for node in source.nodes if isinstance(node, ast.Attribute) and node.attr in SECRETS)
            faults += [f"{source.at(node.lineno)} {node.attr}" for node in attributes]
    return faults
