"""The page of the submission: what blocks, the explanation, the receipt."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from campaigns.models import Campaign
from reports.models import Submission
from units.models import Team, UnitYear
from volunteer_portal.tests.acts import said_at, visitor
from volunteer_portal.tests.school import (
    head_count,
    on_a_roster,
    stored_campaign,
    stored_contact,
    stored_person,
    stored_project,
    stored_team,
    stored_unit,
)

PAGE = "/units/cs/submission/"
SENT = {"csrfmiddlewaretoken": "x"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def unit_year() -> UnitYear:
    """A unit of five that lacks its people only."""
    made = head_count(stored_unit(stored_campaign()), 2, 3, 0)
    stored_team(made)
    for word in "晨暖银护":
        stored_project(made, f"{word}计划")
    return made


@pytest.fixture
def contact(unit_year: UnitYear) -> Any:
    return visitor(stored_contact(unit_year, "contact"))


def test_what_blocks_takes_the_button_away(contact: Any) -> None:
    Team.objects.update(state="returned")
    page = contact.get(PAGE).content.decode()
    assert ("The office returned the team." in page, ">Hand in<" in page) == (True, False)
    answer = contact.post(PAGE, SENT)
    assert (answer.status_code, said_at(answer)) == (200, {"__all__": ["not-ready"]})
    assert Submission.objects.count() == 0


def test_a_warning_wants_an_explanation_at_its_field(contact: Any) -> None:
    page = contact.get(PAGE).content.decode()
    assert ("60% are the goal: 3 more." in page, 'name="explanation"' in page) == (True, True)
    answer = contact.post(PAGE, SENT | {"explanation": "  "})
    assert (answer.status_code, said_at(answer)) == (200, {"explanation": ["explanation-missing"]})
    assert "Explain in a sentence why the goal is not reached." in answer.content.decode()
    too_long = contact.post(PAGE, SENT | {"explanation": "长" * 501})
    assert said_at(too_long) == {"explanation": ["max_length"]}
    done = contact.post(PAGE, SENT | {"explanation": "三人在外进修"})
    assert (done.status_code, done.url, Submission.objects.get().explanation) == (302, PAGE, "三人在外进修")


def test_the_receipt_is_shown(contact: Any, unit_year: UnitYear) -> None:
    for serial in (1, 2, 3):
        stored_person(unit_year, on_a_roster(serial))
    page = contact.get(PAGE).content.decode()
    assert ("Nothing is missing." in page, 'name="explanation"' in page, ">Hand in<" in page) == (True, False, True)
    done = contact.post(PAGE, SENT, follow=True).content.decode()
    receipt = Submission.objects.get().receipt_number
    assert ("Handed in. Keep the receipt number below." in done, f"Receipt {receipt}: version 1" in done) == (
        True,
        True,
    )
    again = contact.post(PAGE, SENT, follow=True).content.decode()
    assert (f"Receipt {receipt}: version 1" in again, Submission.objects.count()) == (True, 1)


def test_subject_and_mailbox_of_the_circular(contact: Any) -> None:
    page = contact.get(PAGE).content.decode()
    assert ("计算机学院党委志愿注册信息汇总" in page, "office@example.com" in page) == (True, True)


def test_late(contact: Any) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Campaign.objects.update(electronic_due_on=yesterday)
    answer = contact.post(PAGE, SENT | {"explanation": "三人在外进修"})
    assert (said_at(answer), Submission.objects.count()) == ({"__all__": ["deadline-passed"]}, 0)
    assert "The deadline has passed." in answer.content.decode()
