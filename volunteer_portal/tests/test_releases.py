"""The school of every release, brought by today's migrations to today: nothing is lost, all of it still opens."""

import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as configured
from django.core.management import call_command
from django.db import IntegrityError
from django.utils import timezone

from accounts.models import User
from accounts.sealing import seal_entries, verify_entries
from volunteer_portal.tests.acts import visitor
from volunteer_portal.tests.releases import FOLDER, KEYS, Kept, columns, empty_database, kept_now, put_in, read
from volunteer_portal.tests.school import two_units
from volunteer_portal.tests.source_tree import ROOT
from volunteers.models import Volunteer
from volunteers.proving import prove_numbers

pytestmark = pytest.mark.django_db(transaction=True)
FILES = sorted(FOLDER.glob("*.json.gz"))


def upgraded(kept: Kept) -> None:
    """The tables of that day with its rows, and then every migration since."""
    put_in(kept)
    assert columns() == kept["columns"], "a migration was changed after its release: add another one instead"
    call_command("migrate", verbosity=0)


def check_school(kept: Kept) -> None:
    """As many of everything that still is; numbers open, the record is whole, and people find their pages."""
    rows = {label: len(found) for label, found in kept["rows"].items() if label in all_models()}
    assert {label: apps.get_model(label)._base_manager.count() for label in rows} | rows_of_django(rows) == rows
    drawn, wrong = prove_numbers(100)
    assert (drawn, wrong, verify_entries().faults) == (Volunteer.objects.count(), 0, [])
    call_command("createcachetable", verbosity=0)
    contact, reviewer = (visitor(User.objects.get(username=name)) for name in ("cs-contact", "reviewer"))
    pages = ("/units/cs/", "/units/cs/volunteers/", "/units/cs/submission/versions/", "/units/cs/attachments/4.xlsx")
    assert [contact.get(page).status_code for page in pages] == [200] * 4
    assert reviewer.get("/board/").status_code == 200


def all_models() -> set[str]:
    """What there is today."""
    return {model._meta.label_lower for model in apps.get_models(include_auto_created=True)}


def rows_of_django(rows: dict[str, int]) -> dict[str, int]:
    """Permissions and kinds of content grow with the models."""
    return {label: rows[label] for label in ("auth.permission", "contenttypes.contenttype") if label in rows}


@pytest.fixture
def kept() -> Kept:
    """The school of the tests as a release of today would keep it."""
    two_units()
    seal_entries(timezone.now())
    return kept_now({name: getattr(configured, name) for name in KEYS})


def test_todays_school_comes_back_as_it_is_kept(kept: Kept, tmp_path: Path) -> None:
    """So the way is known to work before there is a release."""
    with empty_database(tmp_path):
        upgraded(kept)
        assert kept_now(kept["keys"]) == kept
        check_school(kept)


def test_a_school_that_does_not_fit_is_noticed(kept: Kept, tmp_path: Path) -> None:
    lost = deepcopy(kept)
    lost["rows"]["campaigns.campaign"].clear()
    with empty_database(tmp_path), pytest.raises(IntegrityError):
        upgraded(lost)


def test_a_migration_that_was_changed_after_its_release_is_noticed(kept: Kept, tmp_path: Path) -> None:
    changed = deepcopy(kept)
    changed["columns"]["units_unit"].append("motto")
    with empty_database(tmp_path), pytest.raises(AssertionError, match="add another one instead"):
        upgraded(changed)


def test_every_release_has_kept_its_school() -> None:
    named = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert sorted(set(named) - {"Not released yet"}) == [file.name.removesuffix(".json.gz") for file in FILES]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_upgrade_from(file: Path, settings: Any, tmp_path: Path) -> None:
    kept = read(file)
    for name, key in kept["keys"].items():
        setattr(settings, name, key)
    with empty_database(tmp_path):
        upgraded(kept)
        check_school(kept)
