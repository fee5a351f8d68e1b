"""Exactly one campaign is the current one."""

import time
from datetime import UTC, date, datetime
from threading import Event

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from campaigns.models import Campaign
from campaigns.opening import make_current
from volunteer_portal.tests.acts import entry, recorded, together
from volunteer_portal.tests.school import stored_account, stored_campaign

AT = datetime(2018, 11, 9, 1, 2, 3, tzinfo=UTC)


def current_years() -> list[int]:
    return list(Campaign.objects.filter(is_current=True).values_list("year", flat=True))


@pytest.mark.django_db
def test_make_current_takes_over_from_the_one_before() -> None:
    by = stored_account("administrator", "administrator")
    stored_campaign(year=2018)
    following = stored_campaign(year=2019, is_current=False)
    assert make_current(following, by=by, at=AT) == following
    assert (current_years(), Campaign.objects.current()) == ([2019], following)
    assert recorded() == [entry("campaign-made-current", following, by=by, at=AT, year=2019)]


@pytest.mark.django_db
def test_making_the_current_one_current_changes_nothing() -> None:
    campaign = stored_campaign(year=2018)
    make_current(campaign, by=None, at=AT)
    assert current_years() == [2018]


@pytest.mark.django_db
def test_a_campaign_that_is_not_in_order_does_not_become_current() -> None:
    stored_campaign(year=2018)
    wrong = Campaign(
        year=2019, school_name="试验大学", liaison_chain="甲", mailbox="no mailbox",
        electronic_due_on=date(2019, 11, 14), paper_due_on=date(2019, 11, 1),
    )  # fmt: skip
    with pytest.raises(ValidationError) as refusal:
        make_current(wrong, by=None, at=AT)
    assert sorted(refusal.value.error_dict) == ["__all__", "mailbox"]
    assert (current_years(), recorded()) == ([2018], [])


@pytest.mark.django_db
def test_the_database_holds_one_current_campaign() -> None:
    stored_campaign(year=2018)
    with pytest.raises(IntegrityError), transaction.atomic():
        stored_campaign(year=2019, is_current=True)
    assert current_years() == [2018]


@pytest.mark.django_db(transaction=True)
def test_two_made_current_at_the_same_moment_take_over_one_after_the_other() -> None:
    stored_campaign(year=2018)
    following = [stored_campaign(year=year, is_current=False) for year in (2019, 2020)]
    answers = together(*[lambda campaign=campaign: make_current(campaign, by=None, at=AT) for campaign in following])
    last = recorded()[-1]["detail"]["year"]
    assert (answers, current_years(), len(recorded())) == (following, [last], 2)


@pytest.mark.django_db(transaction=True)
def test_two_first_ones_at_the_same_moment_leave_one() -> None:
    """There is no row the second could wait for: it takes over (SQLite), or is told in words (PostgreSQL)."""
    first, second = (stored_campaign(year=year, is_current=False) for year in (2019, 2020))
    is_made = Event()

    def make_and_linger() -> Campaign:
        with transaction.atomic():
            made = make_current(first, by=None, at=AT)
            is_made.set()
            time.sleep(1)
        return made

    def make_meanwhile() -> Campaign:
        is_made.wait(15)
        return make_current(second, by=None, at=AT)

    made, answer = together(make_and_linger, make_meanwhile)
    is_refused = isinstance(answer, ValidationError)
    if isinstance(answer, ValidationError):
        assert answer.messages == [str(Campaign._meta.constraints[0].violation_error_message)]
    assert (made, current_years()) == (first, [2019 if is_refused else 2020])
    assert [each["detail"]["year"] for each in recorded()] == [2019, 2020][: 1 if is_refused else 2]
