"""Puts an nginx for the tests of the deployment at .nginx/nginx: `python3 .setup/nginx.py`.

The machine's own, where there is one; otherwise Debian's, unpacked under .nginx and not installed.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from debian import libraries, unpack
from stamps import fingerprint, is_current, leave

ROOT = Path(__file__).resolve().parent.parent
NGINX = ROOT / ".nginx"
NOTICE = """
*******************************************************************************
  NO TESTS OF THE DEPLOYMENT: there is no nginx here, and none could be fetched
  ({reason}).
  Install the package nginx, then run this again.
*******************************************************************************
"""


def put_in_place() -> None:
    """Finds or fetches nginx and writes .nginx/nginx, which starts it."""
    shutil.rmtree(NGINX, ignore_errors=True)
    NGINX.mkdir()
    program, found = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin"), ""
    if not program:
        print("Fetching nginx into .nginx for the tests of the deployment …", flush=True)
        root = unpack(NGINX, "nginx")
        program, found = str(root / "usr" / "sbin" / "nginx"), libraries(root)
    starter = NGINX / "nginx"
    starter.write_text(f"#!/bin/sh\nexport LD_LIBRARY_PATH='{found}'\nexec '{program}' \"$@\"\n")
    starter.chmod(0o755)
    subprocess.run([starter, "-v"], check=True, stderr=subprocess.DEVNULL)


def main() -> None:
    """Does nothing when nginx is in place; says loudly when there is none to be had."""
    stamp, mark = NGINX / "stamp", fingerprint([Path(__file__)], str(shutil.which("nginx")))
    if is_current(stamp, mark):
        return
    try:
        put_in_place()
        leave(stamp, mark)
    except (OSError, subprocess.CalledProcessError) as error:
        shutil.rmtree(NGINX, ignore_errors=True)
        reason = f"{error.cmd[0]} failed, see above" if isinstance(error, subprocess.CalledProcessError) else error
        print(NOTICE.format(reason=reason), file=sys.stderr)
        sys.exit(os.environ.get("REQUIRE_NGINX") == "1")


if __name__ == "__main__":
    main()
