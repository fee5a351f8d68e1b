"""所在单位 in a roster whose unit is known: held against the list, and kind to whoever names another unit (R6)."""

from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from units.models import UnitYear
from volunteer_portal.tests.acts import visitor
from volunteer_portal.tests.school import stored_campaign, stored_contact, stored_unit
from volunteers.models import RosterImport, Volunteer
from volunteers.roster.importing import apply_import
from volunteers.roster.mending import mend_row, show_row
from volunteers.tests.rosters import HEADER, after, as_csv, codes, examined, line


@pytest.fixture
def unit_year(db: None) -> UnitYear:
    campaign = stored_campaign()
    stored_unit(campaign, "law", "法学院", position=2)
    return stored_unit(campaign)


@pytest.fixture
def contact(unit_year: UnitYear) -> User:
    return stored_contact(unit_year, "contact")


def read(unit_year: UnitYear, *units: str, title: str = "所在单位") -> RosterImport:
    """A roster whose people name these units, in rows 2, 3 …"""
    lines = [[*line(serial), unit] for serial, unit in enumerate(units, 1)]
    return examined(unit_year, as_csv(*lines, header=[*HEADER, title]))


def noticed(received: RosterImport) -> list[Any]:
    return [(kept["row"], kept["code"]) for kept in received.report["notices"]]


@pytest.mark.parametrize(
    "word", ["计算机学院", "计算机学院党委", "CS", "计算机　学院", "试验大学计算机学院志愿服务队", ""]
)
def test_every_word_for_the_own_unit(unit_year: UnitYear, word: str) -> None:
    received = read(unit_year, word, "计算机学院")
    assert (codes(received), [code for _row, code in noticed(received) if code.startswith("unit")]) == ([], [])


def test_an_attachment_may_come_back(unit_year: UnitYear) -> None:
    received = read(unit_year, "试验大学计算机学院志愿服务队", title="所在志愿服务队")
    assert (codes(received), received.report["counts"]["created"]) == ([], 1)


def test_an_unknown_unit_is_a_problem_and_another_one_a_notice(unit_year: UnitYear, contact: User) -> None:
    received = read(unit_year, "计算机学院", "天文台", "法学院", "法学院")
    assert (codes(received), noticed(received)) == (
        [(3, "unit-unknown")],
        [(4, "unit-of-another"), (5, "unit-of-another")],
    )
    page = visitor(contact).get(f"/rosters/{received.pk}/").content.decode()
    assert "or leave 所在单位 empty: then the person counts for your unit." in page
    assert "take the row out if that is wrong. (row 4、5)" in page
    apply_import(received, by=contact, at=timezone.now())
    assert list(Volunteer.objects.values_list("unit_year", flat=True)) == [unit_year.pk] * 3


@pytest.mark.parametrize("mended", ["", "计算机学院"])
def test_it_is_mended_on_the_page(unit_year: UnitYear, contact: User, mended: str) -> None:
    received = read(unit_year, "计算机学院", "天文台")
    client, place = visitor(contact), f"/rosters/{received.pk}/rows/3/"
    texts = show_row(received, 3, by=contact, at=timezone.now())
    again = client.post(place, {**texts, "save": "1"})
    assert [error.code for error in again.context["form"].errors.as_data()["unit"]] == ["unit-unknown"]
    job = mend_row(received, 3, {**texts, "unit": mended}, by=contact, at=timezone.now())
    assert codes(after(job, received)) == []
