"""The README points at files that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
RULES = README.split("## Where is the rule for …")[1].split("##")[0]
NAMED = re.findall(r"`([a-z0-9_/]+\.py)`", RULES)
PICTURES = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)


def test_the_readme_names_files_and_a_picture():
    assert len(NAMED) > 20
    assert len(PICTURES) == 1


@pytest.mark.parametrize("name", NAMED + PICTURES)
def test_named_file_exists(name):
    assert (ROOT / name).is_file()
