"""What is sent to browsers: other people's files unchanged, ours free of all the content security policy forbids."""

import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
ADDRESSES = {"src", "href", "action", "formaction", "poster", "data", "srcset", "hx-get", "hx-post"}


def vendored() -> dict[str, str]:
    """The sha256 of each file of others, as the VERSIONS file names it."""
    lines = (STATIC / "vendor" / "VERSIONS").read_text().splitlines()
    rows = [line.split(" | ") for line in lines if not line.startswith("#")]
    return {row[0]: row[4] for row in rows}


def own_files() -> list[Path]:
    """The files in static/ that are ours."""
    files = (path for path in STATIC.rglob("*") if path.is_file() and path.name != "VERSIONS")
    return sorted(path for path in files if str(path.relative_to(STATIC)) not in vendored())


class Reader(HTMLParser):
    """Notes every tag that a strict policy would block."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "style" or (tag == "script" and not values.get("src")):
            self.faults.append(f"inline {tag}")
        for name, value in attrs:
            if name == "style" or re.match(r"on|hx-on|x-|@", name):
                self.faults.append(f"{tag} {name}")
            if name in ADDRESSES and re.match(r"\s*(https?:|//|javascript:|data:)", value or ""):
                self.faults.append(f"{tag} {name}={value}")


def faults(markup: str) -> list[str]:
    """What a strict policy would block in a template, whatever its variables hold."""
    filled = re.sub(r"{{.*?}}|{%\s*(?:static|url)\s.*?%}", "x", markup)
    reader = Reader()
    reader.feed(re.sub(r"{%.*?%}", "", filled, flags=re.S))
    reader.close()
    return reader.faults


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ('<p class="num">{{ rate }}</p><a href="{% url \'home\' %}">x</a>', []),
        ("<script src=\"{% static 'portal.js' %}\" defer></script>", []),
        ('<p style="color: red">', ["p style"]),
        ('<p {% if late %}style="color: red"{% endif %}>', ["p style"]),
        ('<button onclick="go()">', ["button onclick"]),
        ('<button hx-on:click="go()">', ["button hx-on:click"]),
        ("<script>go()</script>", ["inline script"]),
        ("<style>p { color: red }</style>", ["inline style"]),
        ('<img src="//cdn.example/a.png">', ["img src=//cdn.example/a.png"]),
        ('<link href="https://cdn.example/a.css">', ["link href=https://cdn.example/a.css"]),
        ('<a href="javascript:go()">', ["a href=javascript:go()"]),
    ],
)
def test_reader_sees(markup: str, found: list[str]) -> None:
    assert faults(markup) == found


def test_templates_hold_nothing_the_policy_forbids() -> None:
    templates = sorted((ROOT / "templates").rglob("*.html"))
    assert templates
    assert {str(path.relative_to(ROOT)): found for path in templates if (found := faults(path.read_text()))} == {}


def test_vendored_files_are_those_named() -> None:
    sums = {name: hashlib.sha256((STATIC / name).read_bytes()).hexdigest() for name in vendored()}
    assert sums == vendored()
    on_disk = {str(path.relative_to(STATIC)) for path in (STATIC / "vendor").iterdir() if path.name != "VERSIONS"}
    assert on_disk == {name for name in vendored() if name.startswith("vendor/")}


def test_no_file_asks_for_a_source_map() -> None:
    files = [path for path in STATIC.rglob("*") if path.is_file()]
    assert [path.name for path in files if b"sourceMappingURL" in path.read_bytes()] == []


def test_own_files_load_nothing_from_elsewhere() -> None:
    own_imports = r"@import(?! url\(.(?:vendor/)?[a-z.]+\.css.\);)"
    elsewhere = re.compile(rf"https?://(?!www\.w3\.org/2000/svg)|{own_imports}|url\(\s*['\"]?//|\beval\(|innerHTML")
    assert [path.name for path in own_files() if elsewhere.search(path.read_text())] == []


def test_every_icon_asked_for_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text()))
    texts = "".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    asked = set(re.findall(r'icon(?:\.html" with name=|=|\|default:)"([\w-]+)"', texts))
    assert "clipboard-list" in asked
    assert asked - drawn == set()


SIZES = {
    "portal.css": 20_000, "frame.css": 8_000, "signs.css": 4_000, "colours.css": 5_000, "portal.js": 4_000,
    "favicon.svg": 1_000,
}  # fmt: skip


@pytest.mark.parametrize(("name", "most"), SIZES.items())
def test_own_files_stay_small(name: str, most: int) -> None:
    assert (STATIC / name).stat().st_size <= most
