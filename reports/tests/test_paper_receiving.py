"""The reception desk ticks the signed paper, once, and takes the tick back."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from accounts.models import User
from campaigns.models import Campaign
from projects.models import Project
from reports.models import Submission
from reports.paper.receiving import receive_paper, return_paper
from reports.submissions import submit
from reports.tests.handed_in import AT, HOUR, ready_unit
from volunteer_portal.tests.acts import entry, recorded, together
from volunteer_portal.tests.school import on_a_roster, stored_account, stored_person

NOON = AT + 3 * HOUR
pytestmark = pytest.mark.django_db


@pytest.fixture
def submission() -> Submission:
    return submit(ready_unit(), explanation="", by=None, at=AT)


@pytest.fixture
def office() -> User:
    return stored_account("office", User.Role.REVIEWER)


def lying() -> list[tuple[object, ...]]:
    """Whose paper is said to be here."""
    return list(Submission.objects.order_by("version").values_list("version", "paper_received_at", "paper_received_by"))


def test_the_tick(submission: Submission, office: User) -> None:
    assert receive_paper(submission, by=office, at=NOON) == submission
    assert lying() == [(1, NOON, office.pk)]
    assert recorded()[1:] == [entry("paper-received", submission, unit="cs", by=office, at=NOON, version=1, printed=1)]


def test_twice_is_as_good_as_once(submission: Submission, office: User) -> None:
    receive_paper(submission, by=office, at=NOON)
    again = receive_paper(submission, by=stored_account("other", User.Role.REVIEWER), at=NOON + HOUR)
    assert (again.paper_received_at, again.paper_received_by, len(recorded())) == (NOON, office, 2)


def test_an_earlier_version_counts_for_the_newest_while_nothing_printed_changed(
    submission: Submission, office: User
) -> None:
    Project.objects.filter(name="晨计划").update(description="每周六")
    second = submit(submission.unit_year, explanation="", by=None, at=AT)
    assert receive_paper(submission, by=office, at=NOON) == second
    assert lying() == [(1, None, None), (2, NOON, office.pk)]
    assert recorded()[-1] == entry("paper-received", second, unit="cs", by=office, at=NOON, version=2, printed=1)


def test_an_outdated_paper_is_not_ticked(submission: Submission, office: User) -> None:
    stored_person(submission.unit_year, on_a_roster(9))
    submit(submission.unit_year, explanation="", by=None, at=AT)
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        receive_paper(submission, by=office, at=NOON)
    assert (refusal.value.code, refusal.value.messages) == (
        "paper-outdated",
        ["Version 2 is the newest. Have the pages named here printed anew first."],
    )
    assert lying() == [(1, None, None), (2, None, None)]


def test_paper_of_another_year_is_not_ticked(submission: Submission, office: User) -> None:
    Campaign.objects.update(is_current=False)
    with pytest.raises(ValidationError) as refusal:
        receive_paper(submission, by=office, at=NOON)
    assert (refusal.value.code, lying()) == ("paper-of-another-year", [(1, None, None)])


def test_the_tick_is_taken_back(submission: Submission, office: User) -> None:
    receive_paper(submission, by=office, at=NOON)
    return_paper(submission, by=office, at=NOON + HOUR)
    assert lying() == [(1, None, None)]
    assert recorded()[-1] == entry("paper-receipt-undone", submission, unit="cs", by=office, at=NOON + HOUR, version=1)
    with pytest.raises(ValidationError) as refusal:
        return_paper(submission, by=office, at=NOON + HOUR)
    assert (refusal.value.code, len(recorded())) == ("paper-not-received", 3)
    assert receive_paper(submission, by=office, at=NOON).paper_received_at == NOON


@pytest.mark.django_db(transaction=True)
def test_twenty_presses_are_one_tick() -> None:
    submission = submit(ready_unit(), explanation="", by=None, at=AT)
    answers = together(*[lambda: receive_paper(submission, by=None, at=NOON)] * 20)
    assert (answers, len(recorded())) == ([submission] * 20, 2)


@pytest.mark.django_db(transaction=True)
def test_a_newer_version_at_the_same_moment_never_gets_the_tick_of_the_older_paper() -> None:
    unit_year = ready_unit()
    first = submit(unit_year, explanation="", by=None, at=AT)
    stored_person(unit_year, on_a_roster(9))
    together(lambda: submit(unit_year, explanation="", by=None, at=AT), lambda: receive_paper(first, by=None, at=NOON))
    assert lying() in ([(1, NOON, None), (2, None, None)], [(1, None, None), (2, None, None)])
