"""Compiles the portal's catalogues where gettext is not installed: `.venv/bin/python .setup/catalogues.py`."""

from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "volunteer_portal" / "locale"


def compile_catalogues(locale: Path) -> list[Path]:
    """Writes a .mo beside every .po that changed since, and tells which."""
    compiled = []
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns:
            # Written whole under another name first: a server or a second test run may be reading the old one.
            unfinished = source.with_suffix(".mo.new")
            polib.pofile(str(source)).save_as_mofile(str(unfinished))
            compiled.append(unfinished.replace(target))
    return compiled


if __name__ == "__main__":
    compile_catalogues(LOCALE)
