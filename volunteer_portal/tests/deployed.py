"""The portal as deploy/ says it runs: a PostgreSQL of its own, gunicorn, workers, and nginx with TLS."""

import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from volunteer_portal.tests.serving import FILL, HOST, PATIENCE, production, ran, wait_until
from volunteer_portal.tests.source_tree import ROOT

NGINX: Final = ROOT / ".nginx" / "nginx"
NICE: Final = 10  # as deploy/portal-worker@.service says
NO_NGINX: Final = "no nginx: run `make nginx`"


def require_nginx() -> None:
    """Skips where there is none; where there has to be one, that is a failure."""
    if not NGINX.exists():
        (pytest.fail if os.environ.get("REQUIRE_NGINX") == "1" else pytest.skip)(NO_NGINX)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def make_certificate(folder: Path) -> None:
    """A certificate that only this test trusts."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(days=1))
    signed = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), False).sign(key, hashes.SHA256())
    (folder / "fullchain.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    )


def nginx_configuration(folder: Path, port: int, webs: list[int]) -> str:
    """deploy/nginx.conf with this machine's ports and folders, and nothing else changed."""
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    changes = {
        "user www-data;": "user root;" if os.geteuid() == 0 else "",
        "/run/nginx.pid": f"{folder}/nginx.pid",
        "/var/log/nginx/": f"{folder}/",
        "include /etc/nginx/mime.types;": "",
        "/run/nginx-body": f"{folder}/body",
        "server 127.0.0.1:8000 max_fails=0;": "".join(
            f"server 127.0.0.1:{web} max_fails=0;" for web in webs
        ),
        "listen 80": f"listen 127.0.0.1:{free_port()}",
        "listen 443": f"listen 127.0.0.1:{port}",
        "/etc/portal/tls/": f"{folder}/",
        "/opt/portal/deploy": f"{ROOT}/deploy",
    }
    for ours, here in changes.items():
        assert ours in text, ours
        text = text.replace(ours, here)
    kinds = ("proxy", "fastcgi", "uwsgi", "scgi")
    return text.replace("http {", "http {" + "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds), 1)


@dataclass
class Deployment:
    """Everything that runs, and how to ask and stop it."""

    folder: Path
    environment: dict[str, str]
    port: int
    postgres: Any
    webs: list[int] = field(default_factory=list)
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(self, name: str, *words: str, **more: str) -> None:
        """Begin a process of ours; what it says goes to a file of its name."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, *words], cwd=ROOT, env=self.environment | more, stdout=log, stderr=log
            )

    def start_web(self, number: int) -> None:
        """One gunicorn with its workers, on a port of its own."""
        port = self.webs[number]
        words = ("-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "volunteer_portal.wsgi")
        processes = self.environment.get("WEB_WORKERS", "2")
        self.start(f"web{number}", *words, BIND=f"127.0.0.1:{port}", WEB_WORKERS=processes)
        wait_until(lambda: is_alive(port), f"web {number}: {self.log(f'web{number}')}")

    def start_worker(self, number: int) -> None:
        """One worker, which lets pages go first."""
        self.start(f"worker{number}", "manage.py", "worker", STATEMENT_TIMEOUT="120s")
        os.setpriority(os.PRIO_PROCESS, self.processes[f"worker{number}"].pid, NICE)

    def stop(self, name: str, with_signal: int = signal.SIGTERM) -> None:
        """End a process and wait for it."""
        process = self.processes.pop(name)
        process.send_signal(with_signal)
        process.wait(PATIENCE)

    def stop_all(self) -> None:
        """End everything, nginx first."""
        for name in reversed(list(self.processes)):
            self.stop(name)

    def log(self, name: str) -> str:
        """What a process said."""
        file = self.folder / f"{name}.log"
        return file.read_text() if file.exists() else ""

    def browser(self, address: str = "127.0.0.1") -> "Browser":
        """Somebody at a desk of the campus, with this address."""
        return Browser(self, address)


def is_alive(port: int, host: str = HOST) -> bool:
    """Whether a web process answers."""
    try:
        return httpx.get(f"http://127.0.0.1:{port}/healthz", headers={"Host": host}).status_code == 200
    except httpx.TransportError:
        return False


class Browser:
    """A visitor through nginx and TLS, with the forms' tokens."""

    def __init__(self, deployment: Deployment, address: str) -> None:
        trusted = ssl.create_default_context(cafile=str(deployment.folder / "fullchain.pem"))
        self.client = httpx.Client(
            base_url=f"https://127.0.0.1:{deployment.port}", timeout=60,
            transport=httpx.HTTPTransport(verify=trusted, local_address=address),
            headers={"Host": HOST, "Referer": f"https://{HOST}/"}, cookies={"django_language": "en"},
        )  # fmt: skip
        self.asked: dict[str, Any] = {"extensions": {"sni_hostname": HOST}}

    def get(self, address: str) -> httpx.Response:
        """A page."""
        return self.client.get(address, **self.asked)

    def post(self, address: str, form: dict[str, Any], page: str = "", **more: Any) -> httpx.Response:
        """A form, as it stands on its page (its own address unless said otherwise)."""
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(page or address).text)
        assert found, f"no form at {page or address}"
        carried = {"csrfmiddlewaretoken": found[1]}
        return self.client.post(address, data={**carried, **form}, **more, **self.asked)

    def log_in(self, username: str, password: str) -> None:
        """Begin a session."""
        answer = self.post("/account/login/", {"login": username, "password": password})
        assert (answer.status_code, answer.headers.get("Location")) == (302, "/"), answer.text


@contextmanager
def own_postgres() -> Iterator[tuple[Any, str]]:
    """A PostgreSQL of our own that may be killed and still keeps what it acknowledged, and its DATABASE_URL."""
    sys.path.insert(0, str(ROOT / ".setup"))
    import postgres  # from .setup, which is on the path only for this

    with tempfile.TemporaryDirectory(prefix="portal-postgres-") as folder:
        server = postgres.settle(Path(folder))
        try:
            yield server, server.start(options="")
        finally:
            server.call("pg_ctl", "stop", "-m", "immediate")
            sys.path.remove(str(ROOT / ".setup"))


@contextmanager
def deployed(
    folder: Path, *, webs: int = 1, workers: int = 1, fill: str = FILL, **changes: str
) -> Iterator[Deployment]:
    """Everything running, the two units in it unless it is filled with something else."""
    require_nginx()
    with ExitStack() as running:
        server, url = running.enter_context(own_postgres())
        data = folder / "data"
        data.mkdir(mode=0o700)
        path = f"{server.programs}{os.pathsep}{os.environ['PATH']}"  # pg_dump has to be of the server's version
        environment = production(data, DATABASE_URL=url, PATH=path, **changes)
        filled = ran(environment, "-c", fill)
        assert filled.returncode == 0, filled.stderr
        here = Deployment(folder, environment, free_port(), server, [free_port() for _web in range(webs)])
        running.callback(here.stop_all)
        for number in range(webs):
            here.start_web(number)
        for number in range(workers):
            here.start_worker(number)
        make_certificate(folder)
        configuration = folder / "nginx.conf"
        configuration.write_text(nginx_configuration(folder, here.port, here.webs))
        checked = subprocess.run([NGINX, "-t", "-c", configuration], capture_output=True, text=True)
        assert checked.returncode == 0, checked.stderr
        with (folder / "nginx.log").open("wb") as log:
            here.processes["nginx"] = subprocess.Popen(
                [NGINX, "-c", configuration, "-g", "daemon off;"], stdout=log, stderr=log
            )
        wait_until(lambda: socket_answers(here.port), "nginx")
        yield here


def socket_answers(port: int) -> bool:
    """Whether somebody listens."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
