"""What a check code stands for: the right version for those who may know, nothing for anybody else."""

import base64
from typing import Any

import pytest
from django.db import connection
from django.utils.crypto import constant_time_compare

from campaigns.models import Campaign
from projects.models import Project
from reports.models import Submission
from reports.paper import checking
from reports.paper.checking import Verdict, address_of, code_of, find_version
from reports.paper.codes import ALPHABET
from reports.submissions import submit
from reports.tests.handed_in import AT, HOUR, many_people, ready_unit
from units.models import UnitYear
from volunteer_portal.tests.school import on_a_roster, stored_contact, stored_person
from volunteers.models import Volunteer

EVERYTHING = Submission.objects.all()
pytestmark = pytest.mark.django_db


@pytest.fixture
def unit_year() -> UnitYear:
    return ready_unit()


@pytest.fixture
def submission(unit_year: UnitYear) -> Submission:
    return submit(unit_year, explanation="", by=None, at=AT)


def next_version(unit_year: UnitYear) -> Submission:
    return submit(unit_year, explanation="", by=None, at=AT + HOUR)


def test_each_version_has_its_own_code(unit_year: UnitYear, submission: Submission) -> None:
    stored_person(unit_year, on_a_roster(9))
    versions = [
        submission,
        next_version(unit_year),
        submit(ready_unit("law", "法学院", 101), explanation="", by=None, at=AT),
    ]
    codes = [code_of(version) for version in versions]
    assert (len(set(codes)), [find_version(code, EVERYTHING) for code in codes]) == (3, versions)


def test_the_address_on_the_page(settings: Any) -> None:
    settings.SITE_URL = "https://portal.example.com/"
    assert address_of("0123456789AB") == "https://portal.example.com/verify/0123-4567-89AB"


def test_nobody_finds_a_code_that_was_not_printed(submission: Submission) -> None:
    code = code_of(submission)
    other = ALPHABET[(ALPHABET.index(code[-1]) + 1) % 32]
    for forged in (
        "",
        code[:-1],
        code + code[-1],
        code[:-1] + other,
        code[::-1],
        code.lower(),
        "0" * 12,
        "А" + code[1:],
    ):
        assert find_version(forged, EVERYTHING) is None


def test_the_database_alone_makes_no_code(submission: Submission, settings: Any) -> None:
    code = code_of(submission)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM reports_submission")
        assert code not in repr(cursor.fetchall())
    settings.FINGERPRINT_KEY = base64.urlsafe_b64encode(b"x" * 32).decode()
    assert (code_of(submission) == code, find_version(code, EVERYTHING)) == (False, None)


@pytest.mark.parametrize(
    "tampered", [{"digest": "0" * 64}, {"receipt": 7}, {"version": 7}], ids=["content", "receipt", "version"]
)
def test_a_version_that_was_tampered_with_loses_its_code(submission: Submission, tampered: dict[str, Any]) -> None:
    code = code_of(submission)
    Submission.objects.filter(pk=submission.pk).update(**tampered)
    assert find_version(code, EVERYTHING) is None


def test_a_contact_finds_the_own_units_only(submission: Submission) -> None:
    ours = stored_contact(submission.unit_year, "ours")
    theirs = stored_contact(ready_unit("law", "法学院", 101), "theirs")
    code = code_of(submission)
    assert find_version(code, Submission.objects.visible_to(ours)) == submission
    assert find_version(code, Submission.objects.visible_to(theirs)) is None


def test_every_code_is_compared_and_in_constant_time(submission: Submission, monkeypatch: pytest.MonkeyPatch) -> None:
    stored_person(submission.unit_year, on_a_roster(9))
    next_version(submission.unit_year)
    compared: list[bool] = []

    def compare(one: str, other: str) -> bool:
        compared.append(constant_time_compare(one, other))
        return compared[-1]

    monkeypatch.setattr(checking, "constant_time_compare", compare)
    for code, hits in ((code_of(submission), [False, True]), ("0" * 12, [False, False])):
        compared.clear()
        find_version(code, EVERYTHING)
        assert sorted(compared) == hits


def test_the_newest_version_is_good(submission: Submission) -> None:
    verdict = Verdict.on(submission)
    assert (verdict.is_current, verdict.is_good, verdict.may_be_ticked, verdict.reprint) == (True, True, True, {})
    assert {number: printed.ends for number, printed in verdict.pages.items()} == {3: (1,), 4: (3,)}


def test_an_earlier_version_is_good_while_nothing_printed_changed(unit_year: UnitYear, submission: Submission) -> None:
    Project.objects.filter(name="晨计划").update(description="每周六")
    next_version(unit_year)
    verdict = Verdict.on(submission)
    assert (verdict.is_current, verdict.current.version, verdict.is_good, verdict.may_be_ticked) == (
        False,
        2,
        True,
        True,
    )
    assert (verdict.reprint, verdict.differences.total) == ({}, 1)


def test_an_earlier_version_says_which_rows_and_pages(unit_year: UnitYear) -> None:
    many_people(unit_year, 60)
    first = submit(unit_year, explanation="", by=None, at=AT)
    Volunteer.objects.filter(school_number="XH00000130").update(remark="班长")
    next_version(unit_year)
    verdict = Verdict.on(first)
    ends = verdict.pages[4].ends
    (line,) = verdict.differences.people
    assert (verdict.is_good, verdict.may_be_ticked, len(ends), ends[-1]) == (False, False, 3, 63)
    assert ends[0] < line.row <= ends[1]
    assert (line.page, verdict.reprint) == (2, {4: [2]})


def test_a_newcomer_moves_everybody_below(unit_year: UnitYear) -> None:
    many_people(unit_year, 60)
    first = submit(unit_year, explanation="", by=None, at=AT)
    stored_person(unit_year, on_a_roster(500, school_number="XH00000129A"))
    next_version(unit_year)
    assert Verdict.on(first).reprint == {3: [1], 4: [2, 3]}


def test_who_is_gone_has_no_page(unit_year: UnitYear, submission: Submission) -> None:
    Volunteer.objects.filter(school_number="XH00000003").update(status="declined", volunteer_number="")
    submit(unit_year, explanation="一人退出", by=None, at=AT)
    (line,) = Verdict.on(submission).differences.people
    assert (line.kind, line.row, line.page) == ("removed", 3, None)


def test_paper_of_another_year_is_not_ticked(submission: Submission) -> None:
    Campaign.objects.update(is_current=False)
    assert Verdict.on(Submission.objects.get()).may_be_ticked is False


def test_a_name_no_face_has_does_not_break_the_verdict(unit_year: UnitYear, submission: Submission) -> None:
    Volunteer.objects.filter(school_number="XH00000003").update(name="王𰻝")
    next_version(unit_year)
    assert Verdict.on(submission).reprint == {4: [1]}
