"""The portal behaves in a Chromium of January 2023 (109, the last one for Windows 7): nothing newer is used.

Login, upload, preview, board, cockpit and undo were walked through in a real Chromium 108 (QtWebEngine, PySide6 6.5).
Each feature with the version that brought it; what has a fallback beside it is looked at by hand and named in ALLOWED.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from volunteer_portal.tests.test_static import ROOT, STATIC

OLDEST = 109
# The version that brought a feature: how it is recognised.
CSS = {
    "color-mix() 111": r"color-mix\(",
    "light-dark() 123": r"light-dark\(",
    "relative colours 119": r"(?:rgb|hsl|oklch|lab)a?\(from ",
    "oklch() 111": r"\b(?:oklch|oklab|lch|lab|color)\(",
    "nesting 112": r"[{;}]\s*&\s*[.:\[\s>+~{]",
    "@scope 118": r"@scope\b",
    "@starting-style 117": r"@starting-style\b",
    "@position-try 125": r"@position-try\b|anchor-name|position-anchor",
    "style queries 111": r"@container\s[^{]*style\(",
    "@media (scripting) 120": r"\(\s*scripting\b",
    "prefers-reduced-transparency 118": r"prefers-reduced-transparency",
    "subgrid 117": r"\bsubgrid\b",
    "text-wrap 114": r"[{;\s]text-wrap\s*:",
    "field-sizing 123": r"field-sizing",
    "interpolate-size 129": r"interpolate-size|calc-size\(",
    "linear() 113": r"[\s:,]linear\(",
    "trigonometry 111": r"\b(?:sin|cos|tan|asin|acos|atan2?)\(",
    "rounding 125": r"[\s:(,](?:round|mod|rem)\(",
    "exponents 120": r"[\s:(,](?:pow|sqrt|hypot|log|exp)\(",
    "image-set() unprefixed 113": r"(?<!-)image-set\(",
    "scrollbar-width 121": r"scrollbar-(?:width|color|gutter:\s*stable both)",
    ":user-invalid 119": r":user-(?:in)?valid",
    ":dir() 120": r":dir\(",
    ":state() 125": r":state\(",
    ":popover-open 114": r":popover-open",
    "view transitions 111": r"view-transition",
    "scroll timelines 115": r"animation-timeline|scroll-timeline",
    "overlay 117": r"transition-behavior|[\s;{]overlay\s*:",
    "mask unprefixed 120": r"(?<!-)\bmask(?:-image)?\s*:",
    "cap and rlh 118": r"\d(?:cap|rcap|rlh|rex|ric)\b",
}
JS = {
    "change by copy 110": r"\.(?:toSorted|toReversed|toSpliced)\(",
    "groupBy 117": r"\b(?:Object|Map)\.groupBy\(",
    "Array.fromAsync 121": r"fromAsync\(",
    "withResolvers 119": r"withResolvers\(",
    "Set methods 122": r"\.(?:isSubsetOf|isSupersetOf|symmetricDifference|isDisjointFrom)\(",
    "iterator helpers 122": r"\.(?:values|keys|entries)\(\)\.(?:map|filter|take|drop|toArray)\(",
    "popover 114": r"showPopover|hidePopover|togglePopover",
    "view transitions 111": r"startViewTransition",
    "moveBefore 133": r"moveBefore",
    "URL.canParse 120": r"canParse\(",
    "regexp v 112": r"/[dgimsuy]*v[dgimsuy]*\.(?:test|exec)\(",
    "import with 123": r"\bwith\s*\{\s*type:",
}
HTML = {
    "popover 114": r"\spopover(?:target)?[\s=>]",
    "search element 118": r"<search\b",
    "exclusive details 120": r"<details[^>]*\sname=",
    "closedby 134": r"\sclosedby=",
    "invoker commands 135": r"\scommandfor=",
}
ALLOWED = {
    # signs.css says -webkit-mask first, which 109 draws.
    ("signs.css", "mask unprefixed 120"),
    # Thinner bars and drawn icons where the browser has them; the portal uses none of Tabler's masks.
    ("tabler.min.css", "scrollbar-width 121"),
    ("tabler.min.css", "mask unprefixed 120"),
    # Without script the button for passkeys goes where the browser can tell; elsewhere it leads back to the login.
    ("account.css", "@media (scripting) 120"),
    # htmx asks whether the browser has it, and swaps without it otherwise.
    ("htmx.min.js", "view transitions 111"),
    ("htmx.min.js", "moveBefore 133"),
}


def newer(text: str, features: dict[str, str]) -> list[str]:
    """The features in a file that came after the oldest browser."""
    plain = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    found = [name for name, pattern in features.items() if re.search(pattern, plain)]
    return [name for name in found if int(re.findall(r"\d+", name)[-1]) > OLDEST]


def files() -> Iterator[tuple[Path, dict[str, str]]]:
    """Everything a browser gets, others' files included."""
    yield from ((path, CSS) for path in sorted(STATIC.rglob("*.css")))
    yield from ((path, JS) for path in sorted(STATIC.rglob("*.js")))
    yield from ((path, HTML) for path in sorted((ROOT / "templates").rglob("*.html")))


def test_nothing_newer_is_used() -> None:
    found = {(path.name, name) for path, features in files() for name in newer(path.read_text(), features)}
    assert found - ALLOWED == set()
    assert ALLOWED - found == set(), "no longer used: take it out of the list"


@pytest.mark.parametrize(
    ("text", "features", "found"),
    [
        (".a { color: color-mix(in srgb, red, blue) }", CSS, ["color-mix() 111"]),
        (".a { & .b { color: red } }", CSS, ["nesting 112"]),
        (".a{color:red;&:hover{color:blue}}", CSS, ["nesting 112"]),
        (".a { grid-template-rows: subgrid }", CSS, ["subgrid 117"]),
        (".a:has(b) { color: rgb(1, 2, 3); -webkit-mask: none }", CSS, []),
        ("/* color-mix() came later */ .a { margin: 0 }", CSS, []),
        ("rows.toSorted()", JS, ["change by copy 110"]),
        ("rows.slice().sort(); map.entries()", JS, []),
        ('<button popovertarget="a">', HTML, ["popover 114"]),
        ('<details class="menu"><summary>x</summary></details>', HTML, []),
    ],
)
def test_reader_sees(text: str, features: dict[str, str], found: list[str]) -> None:
    assert newer(text, features) == found
