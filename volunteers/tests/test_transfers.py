"""The office moves a person to another unit, and back."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from volunteer_portal.tests.acts import entry, recorded
from volunteer_portal.tests.school import on_a_roster, stored_campaign, stored_person, stored_unit
from volunteers.edits import undo_edit
from volunteers.models import Claim, Edit, Volunteer
from volunteers.transfers import transfer

pytestmark = pytest.mark.django_db
AT = datetime(2018, 11, 9, 1, 2, 3, tzinfo=UTC)
DAY = date(2018, 11, 1)


def where(person: Volunteer) -> tuple[str, str, date | None, str, int]:
    now = Volunteer.objects.select_related("unit_year__unit").get(pk=person.pk)
    return now.unit_year.unit.code, now.status, now.joined_on, now.department, now.version


@pytest.mark.parametrize(
    "facts, before, after",
    [
        ({"status": "joined", "joined_on": DAY}, ("joined", DAY), ("registered", None)),
        ({"status": "registered"}, ("registered", None), ("registered", None)),
        ({"status": "declined", "volunteer_number": ""}, ("declined", None), ("declined", None)),
    ],
)
def test_moved_and_taken_back(facts: dict[str, object], before: tuple[str, date], after: tuple[str, None]) -> None:
    campaign = stored_campaign()
    old, new = stored_unit(campaign), stored_unit(campaign, "law", "法学院")
    person = stored_person(old, on_a_roster(1, department="计科2101班", **facts))
    edit = transfer(person, new, reason="调入法学院", by=None, at=AT)
    assert where(person) == ("law", *after, "", 2)
    undo_edit(edit, by=None, at=AT)
    assert where(person) == ("cs", *before, "计科2101班", 3)
    assert recorded() == [
        entry("volunteer-moved", person, unit="cs", reason="调入法学院", by=None, at=AT, to="law"),
        entry("edit-undone", edit, unit="cs", by=None, at=AT, count=1, act="moved"),
    ]


def test_refused() -> None:
    campaign, earlier = stored_campaign(), stored_campaign(year=2017, is_current=False)
    old, new = stored_unit(campaign), stored_unit(campaign, "law", "法学院")
    person = stored_person(old, on_a_roster(1))
    for unit in (old, stored_unit(earlier, "art", "艺术学院")):
        with pytest.raises(ValidationError) as refusal:
            transfer(person, unit, reason="调入", by=None, at=AT)
        assert [error.code for error in refusal.value.error_dict["unit"]] == ["same-unit"]
    Claim.objects.create(
        campaign=campaign, unit_year=new, holder=person, fingerprint=person.fingerprint, category="student",
        status="registered", at=timezone.now(),
    )  # fmt: skip
    with pytest.raises(ValidationError) as claimed:
        transfer(person, new, reason="调入", by=None, at=AT)
    assert (claimed.value.code, Edit.objects.count(), where(person)[0]) == ("person-claimed", 0, "cs")
