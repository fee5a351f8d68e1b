"""Faults 10, 11 and 12: decided while it changes, judged by when it came, and a clock that is set back."""

import threading
import time
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.sealing import seal_entries, verify_entries
from campaigns.models import Campaign
from jobs.models import AtWork
from jobs.worker import Worker
from projects.models import Project
from reports.models import Submission
from units.filing import file_team
from units.models import Team, TeamReview, UnitYear
from units.review import approve_team
from volunteer_portal.tests.acceptable import file_again
from volunteer_portal.tests.acts import together, visitor
from volunteer_portal.tests.school import School, two_units

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]
INTERLEAVINGS = 100


@pytest.fixture
def school() -> School:
    return two_units()


def test_10_nothing_is_approved_that_nobody_looked_at(school: School) -> None:
    """The contact files again while the reviewer approves what was there before, a hundred times."""
    file_again(school.ours)
    reviewer, outcomes = school.accounts["reviewer"], set()
    for number in range(INTERLEAVINGS):
        team = Team.objects.get(pk=school.ours.team.pk)
        looked_at, chance = team.version, Random(number)  # noqa: S311 – who is first
        facts = {name: getattr(team, name) for name in Team.FACTS} | {"liaison_code": f"LX-{number:03d}"}

        def contact(facts: Any = facts, wait: float = chance.random() * 0.01) -> object:
            time.sleep(wait)
            unit_year = UnitYear.objects.get(pk=school.ours.unit_year.pk)
            return file_team(unit_year, facts=facts, by=school.ours.contact, at=timezone.now())

        def office(version: int = looked_at, wait: float = chance.random() * 0.01) -> object:
            time.sleep(wait)
            seen = Team.objects.get(pk=school.ours.team.pk)
            return approve_team(seen, version=version, by=reviewer, at=timezone.now())

        answers = together(contact, office)
        assert [each for each in answers if not isinstance(each, Team | ValidationError)] == []
        now = Team.objects.get(pk=team.pk)
        approvals = TeamReview.objects.filter(team=team, decision="approved", version=looked_at).count()
        assert (now.liaison_code, now.state, now.version) == (facts["liaison_code"], "filed", looked_at + 1)
        outcomes.add(approvals)
    assert outcomes == {0, 1}
    for review in TeamReview.objects.filter(decision="approved", by=reviewer):
        filed = TeamReview.objects.filter(team=review.team, decision="filed", version=review.version)
        assert filed.exists()


def test_11_what_came_in_time_counts_however_long_it_waited(school: School) -> None:
    """The request comes a microsecond before midnight and gets its lock ten seconds after."""
    Campaign.objects.update(electronic_due_on=datetime(2018, 11, 14).date(), paper_due_on=datetime(2018, 11, 20).date())  # noqa: DTZ001 – a day
    Project.objects.filter(pk=school.ours.projects[0].pk).update(name="银龄手机课")
    just_in_time = datetime(2018, 11, 14, 15, 59, 59, 999999, tzinfo=UTC)
    before, is_held, may_end = Submission.objects.count(), threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Campaign.objects.select_for_update().get(pk=school.campaign.pk)
            is_held.set()
            may_end.wait(15)
        connection.close()

    with time_machine.travel(just_in_time, tick=False) as clock:
        client = visitor(school.ours.contact)
        holder = threading.Thread(target=hold)
        holder.start()
        is_held.wait(15)

        def midnight() -> None:
            threading.Event().wait(1)
            clock.move_to(just_in_time + timedelta(seconds=10))
            may_end.set()

        threading.Thread(target=midnight).start()
        answer = client.post("/units/cs/submission/", {"explanation": ""})
        holder.join()
        late = client.post("/units/cs/head-count/", {"staff": "1"})
    assert (answer.status_code, Submission.objects.count()) == (302, before + 1)
    assert Submission.objects.latest("pk").at == just_in_time
    assert late.status_code == 200


def test_12_a_clock_set_back_an_hour_disturbs_nothing(school: School) -> None:
    """The record goes on counting and stays whole, sessions last no longer, the worker still shows itself."""
    client, worker = visitor(school.ours.contact), Worker()
    now = timezone.now()
    worker.sign(now)
    with time_machine.travel(now - timedelta(hours=1), tick=False):
        answer = client.post("/units/cs/submission/", {"explanation": "。"})
        seal_entries(timezone.now())
        worker.sign(timezone.now())
        worker.sweep(timezone.now())
    numbers = list(AuditEntry.objects.order_by("pk").values_list("pk", flat=True))
    assert (answer.status_code, numbers == sorted(set(numbers)), verify_entries().faults) == (302, True, [])
    assert AtWork.objects.get().alive_at == now - timedelta(hours=1)
