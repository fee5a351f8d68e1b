"""Handing in: refused with a list, explained, frozen, numbered; the same twice is the same receipt."""

import hashlib
import json
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from accounts.models import User
from jobs.models import Job
from projects.models import Project
from reports.listings import frozen_of
from reports.models import Submission
from reports.paper.receiving import receive_paper
from reports.submissions import submit
from reports.tests.handed_in import AT, LATE, ready_unit
from units.models import Team, UnitYear
from volunteer_portal.tests.acts import entry, recorded, together
from volunteer_portal.tests.school import (
    on_a_roster,
    stored_account,
    stored_contact,
    stored_person,
)
from volunteers.models import Volunteer


@pytest.fixture
def unit_year(db: None) -> UnitYear:
    return ready_unit()


def test_submit(unit_year: UnitYear) -> None:
    contact = stored_contact(unit_year, "contact")
    submission = submit(unit_year, explanation="", by=contact, at=AT)
    submission.refresh_from_db()
    assert (submission.version, submission.receipt_number, submission.by, submission.at) == (
        1,
        "2018-0001",
        contact,
        AT,
    )
    assert submission.figures == {
        "staff": 2, "students": 3, "total": 5, "registered": 3, "rate": "60.0%", "joined": 1,
        "party_total": 1, "party_registered": 1, "projects": 4,
    }  # fmt: skip
    assert recorded() == [entry("submitted", submission, unit="cs", by=contact, at=AT, version=1, receipt=1)]


def test_what_is_frozen(unit_year: UnitYear) -> None:
    submission = submit(unit_year, explanation="", by=None, at=AT)
    content = frozen_of(submission).canonical()
    frozen = json.loads(content)
    assert hashlib.sha256(content).hexdigest() == submission.digest
    assert sorted(frozen) == ["attachment3", "attachment4", "campaign", "heading", "projects", "unit"]
    assert frozen["heading"] == {
        "3": "试验大学2018年志愿服务队注册信息汇总表", "4": "试验大学2018年志愿者注册信息汇总表",
        "unit": "计算机学院党委", "filled_by": "司空联系", "phone": "0371-67780000",
    }  # fmt: skip
    assert (frozen["campaign"], frozen["unit"], frozen["attachment3"]["registered"]) == (2018, "cs", 3)
    numbers = [on_a_roster(serial).document_number for serial in (1, 2, 3)]
    assert sorted(person["document_number"] for person in frozen["attachment4"]) == sorted(numbers)
    assert [project["name"] for project in frozen["projects"]] == ["晨计划", "暖计划", "银计划", "护计划"]


def test_the_same_twice_is_the_same_receipt(unit_year: UnitYear) -> None:
    first = submit(unit_year, explanation="", by=None, at=AT)
    assert submit(unit_year, explanation="  ", by=None, at=LATE) == first
    assert (Submission.objects.count(), len(recorded())) == (1, 1)


def test_what_changed_is_the_next_version(unit_year: UnitYear) -> None:
    first = submit(unit_year, explanation="", by=None, at=AT)
    before = frozen_of(first)
    stored_person(unit_year, on_a_roster(9, name="新来的"))
    second = submit(unit_year, explanation="", by=None, at=AT)
    assert [(found.version, found.receipt_number) for found in (first, second)] == [(1, "2018-0001"), (2, "2018-0002")]
    first.refresh_from_db()
    assert frozen_of(first) == before
    assert [(len(frozen_of(found).people), found.digest == first.digest) for found in (first, second)] == [
        (3, True),
        (4, False),
    ]


def test_receipts_run_through_all_units(unit_year: UnitYear) -> None:
    other = ready_unit("law", "法学院", 101)
    receipts = [submit(found, explanation="", by=None, at=AT) for found in (unit_year, other)]
    assert [(found.version, found.receipt_number) for found in receipts] == [(1, "2018-0001"), (1, "2018-0002")]


def test_what_blocks_refuses_with_its_list(unit_year: UnitYear) -> None:
    Team.objects.update(state="returned")
    Project.objects.filter(name="晨计划").update(state="draft")
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        submit(unit_year, explanation="Please", by=None, at=AT)
    assert [(error.code, error.message) for error in refusal.value.error_list] == [
        ("not-ready", "The office returned the team. Mend what it names and file it again."),
        ("not-ready", "3 of 4 projects are published. Add 1 more."),
    ]
    assert (Submission.objects.count(), recorded()) == (0, [])


def test_what_only_warns_wants_an_explanation(unit_year: UnitYear) -> None:
    Volunteer.objects.filter(category="staff").update(status="declined", volunteer_number="")
    with pytest.raises(ValidationError) as refusal:
        submit(unit_year, explanation="   ", by=None, at=AT)
    assert [error.code for error in refusal.value.error_dict["explanation"]] == ["explanation-missing"]
    assert (Submission.objects.count(), recorded()) == (0, [])
    submission = submit(unit_year, explanation=" 两人在外进修 ", by=None, at=AT)
    assert (submission.explanation, submission.figures["rate"]) == ("两人在外进修", "40.0%")


def test_a_better_explanation_is_kept(unit_year: UnitYear) -> None:
    Volunteer.objects.filter(category="staff").update(status="declined", volunteer_number="")
    submit(unit_year, explanation="两人在外", by=None, at=AT)
    assert submit(unit_year, explanation="两人在外进修", by=None, at=AT).version == 2


@pytest.mark.parametrize(
    ("at", "is_late"), [(datetime(2018, 11, 14, 15, 59, 59, 999_999, tzinfo=UTC), False), (LATE, True)]
)
def test_late_is_judged_by_the_moment_it_came_in(unit_year: UnitYear, at: datetime, is_late: bool) -> None:
    contact = stored_contact(unit_year, "contact")
    if not is_late:
        assert submit(unit_year, explanation="", by=contact, at=at).at == at
        return
    with pytest.raises(ValidationError) as refusal:
        submit(unit_year, explanation="", by=contact, at=at)
    assert (refusal.value.code, Submission.objects.count()) == ("deadline-passed", 0)
    assert recorded() == [entry("submission-late", unit_year, unit="cs", by=contact, at=at)]


@pytest.mark.django_db(transaction=True)
def test_two_units_at_the_same_moment_get_two_numbers() -> None:
    units = [ready_unit(), ready_unit("law", "法学院", 101)]
    together(*[lambda found=found: submit(found, explanation="", by=None, at=AT) for found in units])
    assert sorted(Submission.objects.values_list("receipt", flat=True)) == [1, 2]


def test_nobody_waits_for_drawing_and_mail(unit_year: UnitYear) -> None:
    contact = stored_contact(unit_year, "contact")
    submission = submit(unit_year, explanation="", by=contact, at=AT)
    waiting = Job.objects.order_by("kind").values_list("kind", "subject", "state", "by")
    assert list(waiting) == [
        (kind, str(submission.pk), "queued", contact.pk) for kind in ("draw-submission", "mail-submission")
    ]


def test_a_form_hands_in_once_whatever_changed_meanwhile(unit_year: UnitYear) -> None:
    form = uuid4()
    first = submit(unit_year, explanation="", form=form, by=None, at=AT)
    stored_person(unit_year, on_a_roster(9))
    for at in (AT, LATE):
        assert submit(unit_year, explanation=" ", form=form, by=stored_contact(unit_year, f"{at}"), at=at) == first
    assert (Submission.objects.count(), Job.objects.count(), len(recorded())) == (1, 2, 1)
    assert submit(unit_year, explanation="", form=uuid4(), by=None, at=AT).version == 2


def test_other_words_in_the_same_form_are_not_taken_for_a_retry(unit_year: UnitYear) -> None:
    form = uuid4()
    submit(unit_year, explanation="", form=form, by=None, at=AT)
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        submit(unit_year, explanation="一人在外", form=form, by=None, at=AT)
    assert (refusal.value.code, refusal.value.messages) == (
        "form-used",
        ["This form was already handed in as 2018-0001. To hand in the new words as well, press once more."],
    )
    assert Submission.objects.count() == 1


def test_paper_serves_the_next_version_if_nothing_printed_changed(unit_year: UnitYear) -> None:
    office = stored_account("office", User.Role.REVIEWER)
    receive_paper(submit(unit_year, explanation="", by=None, at=AT), by=office, at=AT)
    Project.objects.filter(name="晨计划").update(description="每周六")
    second = submit(unit_year, explanation="", by=None, at=AT)
    assert (second.version, second.paper_received_at, second.paper_received_by) == (2, AT, office)
    stored_person(unit_year, on_a_roster(9))
    third = submit(unit_year, explanation="", by=None, at=AT)
    assert (third.version, third.paper_received_at, third.paper_received_by) == (3, None, None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("form", [None, uuid4()], ids=["the same content", "the same form"])
def test_twenty_clicks_are_one_receipt(form: UUID | None) -> None:
    unit_year = ready_unit()
    answers = together(*[lambda: submit(unit_year, explanation="", form=form, by=None, at=AT)] * 20)
    assert answers == [Submission.objects.get()] * 20
    assert (Job.objects.count(), len(recorded())) == (2, 1)
