"""The portal starts in production with sound settings, and with no others (SECURITY C28, 5.10)."""

import http.client
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from volunteer_portal.production import refusals
from volunteer_portal.tests.serving import GUNICORN, HOST, PORTAL, filled, made_key, production, ran, served

SOUND = production(Path("/srv/portal"))
# What is said wrong, and the settings that are named for it.
SAID: list[tuple[dict[str, str], list[str]]] = [
    ({}, []),
    ({"DEBUG": "off", "EXTRA": "*", "FROM_EMAIL": ""}, []),
    ({"ALLOWED_HOSTS": f"{HOST}, second.example.edu.cn", "ENCRYPTION_KEYS": f"{made_key(7)},{made_key(3)}"}, []),
    ({"DATABASE_URL": "postgres://portal:word@127.0.0.1:5432/portal", "EMAIL_URL": "smtp://mail:25"}, []),
    ({"DEBUG": "True"}, ["DEBUG"]),
    ({"DEBUG": "1"}, ["DEBUG"]),
    ({"ALLOWED_HOSTS": f"*,{HOST}"}, ["ALLOWED_HOSTS"]),
    ({"ALLOWED_HOSTS": f".example.edu.cn,{HOST}"}, ["ALLOWED_HOSTS"]),
    *(({name: ""}, [name]) for name in ("SECRET_KEY", "DATABASE_URL", "SITE_URL", "EMAIL_URL", "FINGERPRINT_KEY")),
    ({"ENCRYPTION_KEYS": " "}, ["ENCRYPTION_KEYS"]),
    ({"SECRET_KEY": "short"}, ["SECRET_KEY"]),
    ({"SECRET_KEY": "a" * 60}, ["SECRET_KEY"]),
    ({"SECRET_KEY": "django-insecure-" + made_key(9)}, ["SECRET_KEY"]),
    ({"ENCRYPTION_KEYS": "password"}, ["ENCRYPTION_KEYS"]),
    ({"ENCRYPTION_KEYS": "A" * 43 + "="}, ["ENCRYPTION_KEYS"]),
    ({"ENCRYPTION_KEYS": f"{made_key(3)},x"}, ["ENCRYPTION_KEYS"]),
    ({"FINGERPRINT_KEY": made_key(3)}, ["FINGERPRINT_KEY"]),
    ({"FINGERPRINT_KEY": "钥匙"}, ["FINGERPRINT_KEY"]),
    ({"BACKUP_KEY": ""}, ["BACKUP_KEY"]),
    ({"BACKUP_KEY": made_key(3)}, ["BACKUP_KEY"]),
    ({"BACKUP_KEY": "钥匙"}, ["BACKUP_KEY"]),
    ({"DATABASE_URL": "sqlite://:memory:"}, ["DATABASE_URL"]),
    ({"DATABASE_URL": "sqlite:///portal.sqlite3"}, ["DATABASE_URL"]),
    ({"SITE_URL": f"http://{HOST}"}, ["SITE_URL"]),
    ({"SITE_URL": "https://elsewhere.example.com"}, ["SITE_URL"]),
    ({"SITE_URL": "http://127.0.0.1"}, ["SITE_URL", "SITE_URL"]),
    ({"EMAIL_URL": "consolemail://"}, ["EMAIL_URL"]),
    ({"EMAIL_URL": "dummymail://"}, ["EMAIL_URL"]),
    ({"FROM_EMAIL": "portal@localhost"}, ["FROM_EMAIL"]),
    *(({"AUDIT_SYSLOG": place}, []) for place in ("", "/dev/log", "10.0.0.5:514", "[fd00::5]:514")),
    *(({"AUDIT_SYSLOG": place}, ["AUDIT_SYSLOG"]) for place in ("log", "log.example.edu.cn:514", "10.0.0.5", "::1")),
    ({"DEBUG": "on", "EMAIL_URL": "", "SITE_URL": f"http://{HOST}"}, ["EMAIL_URL", "DEBUG", "SITE_URL"]),
]


def named_by(sentences: list[str]) -> list[str]:
    """The settings with which refusals begin."""
    return [sentence.split()[0].strip(":") for sentence in sentences]


@pytest.mark.parametrize(("changes", "named"), SAID)
def test_refusals(changes: dict[str, str], named: list[str]) -> None:
    assert named_by(refusals(SOUND | changes)) == named


def test_keys_the_portal_made_are_refused() -> None:
    made = [made_key(3), made_key(8)]
    assert named_by(refusals(SOUND, made)) == ["ENCRYPTION_KEYS"]
    assert named_by(refusals(SOUND | {"FINGERPRINT_KEY": made_key(8)}, made)) == ["ENCRYPTION_KEYS", "FINGERPRINT_KEY"]


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a portal in production."""
    folder = tmp_path_factory.mktemp("production") / "data"
    filled(folder)
    return folder


@pytest.fixture
def folder(portal: Path, tmp_path: Path) -> Path:
    """The same, to be spoiled."""
    return Path(shutil.copytree(portal, tmp_path / "data"))


def made_by(folder: Path, name: str) -> None:
    """A key as the embedded portal makes it in its own folder."""
    path = folder / "keys" / name
    path.parent.mkdir(mode=0o700)
    path.write_text(made_key(11))


def with_account(folder: Path, name: str) -> None:
    """An account of this name."""
    program = f"import django; django.setup(); from accounts.models import User; User.objects.create_user({name!r})"
    assert ran(production(folder), "-c", program).returncode == 0


def with_demo(folder: Path) -> None:
    """The demo school, as somebody tries it out, under the keys of production."""
    (folder / "portal.sqlite3").unlink()
    tried = production(folder, ALLOWED_HOSTS="")
    for words in (("migrate", "-v0"), ("demo", "--people", "30", "--units", "2")):
        assert ran(tried, "manage.py", *words).returncode == 0


def sound(folder: Path) -> None:
    """Nothing is wrong with the data."""


# What is wrong with the data or the environment, and how the refusal names the setting.
FAULTS: dict[str, tuple[Callable[[Path], object], dict[str, str], str]] = {
    "debug": (sound, {"DEBUG": "true"}, "DEBUG is on"),
    "any host": (sound, {"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS holds a wildcard"),
    "no secret": (sound, {"SECRET_KEY": ""}, "SECRET_KEY is missing"),
    "weak secret": (sound, {"SECRET_KEY": "volunteer"}, "SECRET_KEY is weak"),
    "generated secret": (lambda folder: made_by(folder, "secret"), {"SECRET_KEY": made_key(11)}, "SECRET_KEY is a key"),
    "no keys": (sound, {"ENCRYPTION_KEYS": ""}, "ENCRYPTION_KEYS is missing"),
    "generated keys": (
        lambda folder: made_by(folder, "encryption"), {"ENCRYPTION_KEYS": made_key(11)}, "ENCRYPTION_KEYS is a key",
    ),
    "one key for two": (sound, {"FINGERPRINT_KEY": made_key(3)}, "FINGERPRINT_KEY is also"),
    "wrong key": (sound, {"ENCRYPTION_KEYS": made_key(12)}, "ENCRYPTION_KEYS: volunteers.Volunteer.document_number"),
    "wrong fingerprint key": (sound, {"FINGERPRINT_KEY": made_key(12)}, "FINGERPRINT_KEY is not the one"),
    "no database": (sound, {"DATABASE_URL": ""}, "DATABASE_URL is missing"),
    "plain site": (sound, {"SITE_URL": f"http://{HOST}"}, "SITE_URL must begin with https://"),
    "no mail": (sound, {"EMAIL_URL": "consolemail://"}, "EMAIL_URL does not send mail"),
    "sample account": (lambda folder: with_account(folder, "admin"), {}, "sample accounts: admin"),
    "demo school": (with_demo, {}, "DATABASE_URL leads to the demo school"),
    "open folder": (lambda folder: folder.chmod(0o755), {}, "DATA_DIR is open"),
}  # fmt: skip


def stored(folder: Path) -> bytes:
    """The database, to the last byte."""
    return (folder / "portal.sqlite3").read_bytes()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_keeps_the_server_from_starting(folder: Path, fault: str) -> None:
    spoil, changes, named = FAULTS[fault]
    spoil(folder)
    before = stored(folder)
    done = ran(production(folder, **changes), *GUNICORN, PORTAL)
    assert (done.returncode, named in done.stderr) == (3, True), done.stderr
    assert stored(folder) == before


@pytest.mark.parametrize("command", ["worker", "rotate_keys", "progress", "migrate"])
def test_a_wrong_key_keeps_the_commands_from_working(folder: Path, command: str) -> None:
    before = stored(folder)
    done = ran(production(folder, ENCRYPTION_KEYS=made_key(12)), "manage.py", command)
    assert (done.returncode, "Start with the keys this database was filled with" in done.stderr) == (1, True)
    assert stored(folder) == before


def test_the_demo_school_stays_outside(folder: Path) -> None:
    done = ran(production(folder), "manage.py", "demo")
    sentence = "CommandError: 已设置ALLOWED_HOSTS：正式环境不装入演示数据。"
    assert (done.returncode, done.stderr.splitlines()[-1:]) == (1, [sentence])


def test_sound_settings_pass_the_deployment_checks(portal: Path) -> None:
    done = ran(production(portal), "manage.py", "check", "--deploy", "--fail-level", "WARNING", "--database", "default")
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n"), done.stderr


def test_the_server_answers_with_sound_settings(portal: Path, tmp_path: Path) -> None:
    with served(production(portal), tmp_path / "log") as address:
        there = http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)
        there.request("GET", "/account/login/", headers={"Host": HOST, "X-Forwarded-Proto": "https"})
        assert there.getresponse().status == 200


def test_the_folder_made_at_the_first_start_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    assert ran(production(folder), "manage.py", "check").returncode == 0
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_links_outlive_a_new_secret_key(tmp_path: Path) -> None:
    """What was signed with the key before is good while that one is named among the older ones, and no longer."""
    old, new = made_key(6) + made_key(7), made_key(8) + made_key(9)
    sign = "from django.core import signing; print(signing.dumps('link'))"
    link = ran(production(tmp_path, SECRET_KEY=old), "-c", sign).stdout.strip()
    look = f"from django.core import signing; print(signing.loads('{link}'))"
    known = ran(production(tmp_path, SECRET_KEY=new, SECRET_KEY_FALLBACKS=old), "-c", look)
    forgotten = ran(production(tmp_path, SECRET_KEY=new), "-c", look)
    assert (known.stdout, forgotten.returncode, "BadSignature" in forgotten.stderr) == ("link\n", 1, True)
