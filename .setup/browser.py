"""Puts a Chromium for the browser tests at .browser/chromium: `python3 .setup/browser.py`.

The machine's own, where there is one; otherwise Debian's packages, unpacked under .browser and not installed, which
needs no root. The same road brings a Chinese font where the machine has none.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from debian import libraries, unpack
from stamps import fingerprint, is_current, leave

ROOT = Path(__file__).resolve().parent.parent
BROWSER = ROOT / ".browser"
UNPACKED = BROWSER / "root"
NAMES = ("chromium", "chromium-browser", "google-chrome")
CHINESE_FONT = re.compile(r"cjk|wqy|uming|ukai|droidsansfallback|sourcehansans|simsun|msyh", re.IGNORECASE)

NOTICE = """
*******************************************************************************
  NO BROWSER TESTS: there is no Chromium here, and none could be fetched
  ({reason}).
  Install the package chromium, or Google Chrome, then run this again.
*******************************************************************************
"""


def find_installed() -> str | None:
    """The machine's own Chromium, if it runs."""
    for name in NAMES:
        path = shutil.which(name)
        if path and subprocess.run([path, "--version"], capture_output=True).returncode == 0:
            return path
    return None


def has_chinese_font() -> bool:
    """True when a font file of the machine is known to hold Chinese."""
    return any(CHINESE_FONT.search(file.name) for file in Path("/usr/share/fonts").rglob("*.[to]t[fc]"))


def write_font_settings() -> None:
    """Lets Chromium see the machine's fonts and the unpacked ones."""
    rules = "".join(
        f'<include ignore_missing="yes">{root / "etc/fonts/fonts.conf"}</include><dir>{root / "usr/share/fonts"}</dir>'
        for root in (Path("/"), UNPACKED)
    )
    cache = f"<cachedir>{BROWSER / 'fontcache'}</cachedir>"
    (BROWSER / "fonts.conf").write_text(f'<?xml version="1.0"?>\n<fontconfig>{rules}{cache}</fontconfig>\n')


def write_starter(program: str) -> None:
    """Writes .browser/chromium, which starts this Chromium with the unpacked libraries and fonts, if any."""
    lines = ["#!/bin/sh"]
    if UNPACKED.is_dir():
        write_font_settings()
        lines.append(f"export FONTCONFIG_FILE='{BROWSER / 'fonts.conf'}'")
        lines.append(f"export LD_LIBRARY_PATH='{libraries(UNPACKED)}'")  # empty when only the font came
    starter = BROWSER / "chromium"
    starter.write_text("\n".join([*lines, f"exec '{program}' \"$@\"", ""]))
    starter.chmod(0o755)


def put_in_place() -> None:
    """Finds or fetches Chromium and a Chinese font, and writes the starter."""
    shutil.rmtree(BROWSER, ignore_errors=True)
    UNPACKED.parent.mkdir()
    program = find_installed()
    missing = [] if program else ["chromium"]
    missing += [] if has_chinese_font() else ["fonts-wqy-microhei"]
    if missing:
        print(f"Fetching {' and '.join(missing)} into .browser for the browser tests (a minute, once) …", flush=True)
        unpack(BROWSER, *missing)
    write_starter(program or str(UNPACKED / "usr" / "lib" / "chromium" / "chromium"))
    if not program:
        subprocess.run([BROWSER / "chromium", "--version"], check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    """Does nothing when this machine's Chromium is in place; says loudly when there is none to be had."""
    stamp = BROWSER / "stamp"
    mark = fingerprint([Path(__file__)], *(str(shutil.which(name)) for name in NAMES))
    if is_current(stamp, mark):
        return
    try:
        put_in_place()
        leave(stamp, mark)
    except (OSError, subprocess.CalledProcessError) as error:
        shutil.rmtree(BROWSER, ignore_errors=True)
        reason = f"{error.cmd[0]} failed, see above" if isinstance(error, subprocess.CalledProcessError) else error
        print(NOTICE.format(reason=reason), file=sys.stderr)
        sys.exit(os.environ.get("REQUIRE_BROWSER") == "1")


if __name__ == "__main__":
    main()
