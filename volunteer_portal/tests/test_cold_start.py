"""Every start is quick: what draws, reads files or speaks over the network is fetched where it is used."""

import subprocess
import sys

import pytest

from volunteer_portal.tests.source_tree import ROOT

# Libraries of which each costs a start what a tenth of Django does, or more.
HEAVY = (
    "openpyxl", "reportlab", "PIL", "python_calamine", "msoffcrypto", "babel", "polib", "requests", "lxml", "qrcode",
    "markdown_it",
)  # fmt: skip
SETUP = "import django, sys; django.setup()"
ADDRESSES = "from django.urls import get_resolver; get_resolver().url_patterns"
TELL = f"print([name for name in {HEAVY!r} if name in sys.modules])"


@pytest.mark.parametrize("start", [(SETUP,), (SETUP, ADDRESSES)], ids=["a command", "the server"])
def test_nothing_heavy_is_fetched(start: tuple[str, ...]) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", "\n".join([*start, TELL])], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"


def test_it_would_be_noticed() -> None:
    words = [sys.executable, "-c", f"import sys, reports.xlsx\n{TELL}"]
    ran = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "openpyxl" in ran.stdout
