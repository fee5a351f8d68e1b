"""The portal's Python as the tests of its architecture see it: modules by name, and who imports whom."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("sheets", "accounts", "campaigns", "jobs", "units", "volunteers", "projects", "reports", "volunteer_portal")


@dataclass(frozen=True)
class Source:
    """One Python file."""

    path: PurePosixPath
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax."""
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Every node of it."""
        return list(ast.walk(self.tree))

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """What each node stands in."""
        return {child: node for node in self.nodes for child in ast.iter_child_nodes(node)}

    @property
    def lines(self) -> list[str]:
        """Its lines."""
        return self.text.splitlines()

    @property
    def name(self) -> str:
        """As it is imported: units.models."""
        parts = self.path.with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def room(self) -> str:
        """The app it belongs to."""
        return self.path.parts[0]

    @property
    def is_test(self) -> bool:
        """Whether it is only there for tests."""
        return "tests" in self.path.parts

    @property
    def is_migration(self) -> bool:
        """Whether Django wrote it."""
        return "migrations" in self.path.parts

    @property
    def says_something(self) -> bool:
        """Whether there is more in it than a docstring."""
        return any(not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)) for node in self.tree.body)

    @cached_property
    def imports(self) -> list[tuple[int, str]]:
        """Every import with its line, as package.module.name; relative ones spelled out."""
        return [(line, name) for node in self.nodes for line, name in self.imported(node)]

    def imported(self, node: ast.AST) -> Iterator[tuple[int, str]]:
        """What an import statement names; nothing for other nodes."""
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = self.path.parent.parts[: len(self.path.parent.parts) + 1 - node.level] if node.level else ()
            start = ".".join([*package, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{start}.{alias.name}") for alias in node.names)

    def at(self, line: int) -> str:
        """A place, as a fault names it."""
        return f"{self.path}:{line}"


Tree = Mapping[str, Source]


def tree_of(texts: Mapping[str, str]) -> Tree:
    """Sources from paths and texts."""
    sources = (Source(PurePosixPath(path), text) for path, text in texts.items())
    return {source.name: source for source in sources}


def stored_tree() -> Tree:
    """All Python of the rooms, with manage.py and the benchmarks."""
    files = [file for folder in (*ROOMS, "benchmarks") for file in sorted((ROOT / folder).rglob("*.py"))]
    return tree_of({file.relative_to(ROOT).as_posix(): file.read_text() for file in [ROOT / "manage.py", *files]})


def module_of(tree: Tree, imported: str) -> str | None:
    """The module of ours that an import means; None for a library."""
    parts = imported.split(".")
    return next((name for end in range(len(parts), 0, -1) if (name := ".".join(parts[:end])) in tree), None)


def own_imports(tree: Tree, name: str) -> set[str]:
    """The modules of ours that a module imports."""
    return {found for _line, imported in tree[name].imports if (found := module_of(tree, imported)) and found != name}


def road(tree: Tree, start: str, ends: Iterable[str]) -> list[str]:
    """The shortest way along imports from a module to one of others, both included; empty when there is none."""
    ends, roads, seen = set(ends), [[start]], {start}
    for way in roads:
        for following in sorted(own_imports(tree, way[-1]) - seen):
            if following in ends:
                return [*way, following]
            seen.add(following)
            roads.append([*way, following])
    return []
