"""A head count that was changed after handing in is seen by the office and by the unit."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from reports.readiness import UnitFigures, head_count_changed
from units.head_counts import set_head_count
from volunteer_portal.tests.acts import visitor
from volunteer_portal.tests.school import stored_account, two_units

AT = datetime(2018, 11, 9, 1, 2, 3, tzinfo=UTC)
FIGURES = UnitFigures(2, 3, 1, True, False, 0, 0, 0, 0, 0, "approved")


@pytest.mark.parametrize(
    ("handed_in", "expected"),
    [
        (None, False),
        ({}, False),
        ({"staff": 2, "students": 3, "party_total": 1, "registered": 0}, False),
        ({"staff": 3, "students": 2, "party_total": 1}, True),
        ({"staff": 2, "students": 4, "party_total": 1}, True),
        ({"staff": 2, "students": 3, "party_total": 0}, True),
    ],
)
def test_head_count_changed(handed_in: dict[str, Any] | None, expected: bool) -> None:
    assert head_count_changed(handed_in, FIGURES) is expected


@pytest.mark.django_db
def test_the_board_and_the_unit_show_it_until_it_is_handed_in_again() -> None:
    school = two_units()
    office = visitor(stored_account("office", User.Role.REVIEWER))
    contact = visitor(school.ours.contact)

    def seen() -> tuple[int, bool]:
        board, own = office.get(reverse("board")), contact.get(reverse("my_unit", args=["cs"]))
        sentence = "The head count was changed since."
        return board.content.decode().count("changed since"), sentence in own.content.decode()

    assert seen() == (0, False)
    numbers: dict[str, Any] = {
        "staff": 2,
        "students": 4,
        "party_members": 1,
        "counted_on": AT.date(),
        "source": "学生处",
    }
    set_head_count(school.ours.unit_year, **numbers, by=school.ours.contact, at=AT)
    assert seen() == (1, True)
    contact.post(reverse("submission", args=["cs"]), {"explanation": "一名学生刚转入"})
    assert seen() == (0, False)
