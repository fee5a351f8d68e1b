"""`python -m benchmarks [SECTION …]`: measures the sections, each in a process of its own, into RESULTS.md.

A section is a module of this folder with a `TITLE` and a function `lines()` that returns what RESULTS.md says of it.
`BENCH_ROUNDS=1 BENCH_LARGEST=3000` tries everything out within minutes; then nothing is written.
"""

import importlib
import re
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.measuring import is_trial

FOLDER = Path(__file__).resolve().parent
RESULTS = FOLDER / "RESULTS.md"
SECTIONS = ("start", "exports", "imports", "pages")
HEAD = """# Measured

Written by `make bench`; in every comparison the contestants took turns in one run, figures are medians of five rounds
unless a section says otherwise. The machine differs from run to run: look at the ratios.
"""


def sections_kept() -> dict[str, str]:
    """What RESULTS.md says already, by title."""
    text = RESULTS.read_text() if RESULTS.exists() else ""
    return dict(re.findall(r"^## (.+)\n\n((?:(?!## ).*\n)*)", text, re.MULTILINE))


def measure(name: str) -> None:
    """Measure one section and put it in its place, unless it was only tried out."""
    section = importlib.import_module(f"benchmarks.{name}")
    begun = time.perf_counter()
    written = "\n".join(section.lines()).strip() + "\n"
    print(written, f"{name}: {(time.perf_counter() - begun) / 60:.1f} minutes", sep="\n", flush=True)
    if is_trial():
        return
    kept = {**sections_kept(), section.TITLE: written}
    RESULTS.write_text("\n".join([HEAD, *(f"## {title}\n\n{kept[title].strip()}\n" for title in sorted(kept))]))


def main() -> None:
    """One section here, several one after the other; one that breaks off keeps its old words and stops no other."""
    asked = sys.argv[1:] or SECTIONS
    if len(asked) == 1:
        measure(asked[0])
        return
    commands = {name: [sys.executable, "-m", "benchmarks", name] for name in asked}
    broken = [name for name, words in commands.items() if subprocess.run(words, cwd=FOLDER.parent).returncode]  # noqa: S603 – ourselves
    if broken:
        sys.exit(f"Not measured: {', '.join(broken)}.")


main()
