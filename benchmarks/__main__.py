"""`python -m benchmarks [SECTION …]`: measures the sections, each in a process of its own, into RESULTS.md.

A section is a module of this folder with a `TITLE` and a function `lines()` that returns what RESULTS.md says of it.
"""

import importlib
import re
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
RESULTS = FOLDER / "RESULTS.md"
SECTIONS = ("imports", "exports", "pages")
HEAD = """# Measured

Written by `make bench`; in every comparison the contestants took turns in one run, figures are medians of at least five
rounds. The machine differs from run to run: look at the ratios.
"""


def sections_kept() -> dict[str, str]:
    """What RESULTS.md says already, by title."""
    text = RESULTS.read_text() if RESULTS.exists() else ""
    return dict(re.findall(r"^## (.+)\n\n((?:(?!## ).*\n)*)", text, re.MULTILINE))


def measure(name: str) -> None:
    """Measure one section and put it in its place."""
    section = importlib.import_module(f"benchmarks.{name}")
    written = "\n".join(section.lines()).strip() + "\n"
    kept = {**sections_kept(), section.TITLE: written}
    RESULTS.write_text("\n".join([HEAD, *(f"## {title}\n\n{kept[title].strip()}\n" for title in sorted(kept))]))
    print(written)


def main() -> None:
    """One section here, several one after the other."""
    asked = sys.argv[1:] or [name for name in SECTIONS if (FOLDER / f"{name}.py").exists()]
    if len(asked) == 1:
        measure(asked[0])
        return
    for name in asked:
        subprocess.run([sys.executable, "-m", "benchmarks", name], cwd=FOLDER.parent, check=True)  # noqa: S603 – ourselves


main()
