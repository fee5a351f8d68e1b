"""`manage.py verify`: what a code stands for, for scripts."""

import pytest

from reports.paper.checking import code_of
from reports.paper.codes import in_groups
from reports.submissions import submit
from reports.tests.handed_in import AT, ready_unit
from units.models import UnitYear
from volunteer_portal.tests.acts import manage
from volunteer_portal.tests.school import on_a_roster, stored_person
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit_year() -> UnitYear:
    return ready_unit()


def test_the_newest_version(unit_year: UnitYear) -> None:
    code = in_groups(code_of(submit(unit_year, explanation="", by=None, at=AT)))
    for said in (code, code.lower(), f"https://portal.example.com/verify/{code}"):
        ran = manage("verify", said, "--json")
        assert (ran.code, ran.err, ran.json) == (
            0, "", {"valid": True, "unit": "cs", "version": 1, "current_version": 1, "differences": []},
        )  # fmt: skip


def test_an_earlier_version(unit_year: UnitYear) -> None:
    first = submit(unit_year, explanation="", by=None, at=AT)
    stored_person(unit_year, on_a_roster(9))
    Volunteer.objects.filter(school_number="XH00000002").update(remark="班长")
    Volunteer.objects.filter(school_number="XH00000003").update(status="declined", volunteer_number="")
    unit_year.projects.filter(name="晨计划").update(place="开封市")
    submit(unit_year, explanation="", by=None, at=AT)
    ran = manage("verify", code_of(first), "--json")
    assert (ran.code, ran.json) == (
        0,
        {
            "valid": True, "unit": "cs", "version": 1, "current_version": 2,
            "differences": [
                {"part": "attachment4", "kind": "changed", "row": 2, "page": 1, "fields": ["备注"]},
                {"part": "attachment4", "kind": "added", "row": 3, "page": 1, "fields": []},
                {"part": "attachment4", "kind": "removed", "row": 3, "page": None, "fields": []},
                {"part": "projects", "kind": "changed", "row": 1, "page": None, "fields": ["服务地点"]},
            ],
        },
    )  # fmt: skip
    assert [mark for mark in ("慕容", on_a_roster(9).document_number, "1378") if mark in ran.out] == []


def test_what_the_team_and_the_figures_say_is_attachment_3(unit_year: UnitYear) -> None:
    first = submit(unit_year, explanation="", by=None, at=AT)
    UnitYear.objects.update(remark="已更名", students=2)
    submit(UnitYear.objects.get(), explanation="", by=None, at=AT)
    assert manage("verify", code_of(first), "--json").json["differences"] == [
        {
            "part": "attachment3", "kind": "changed", "row": 1, "page": 1,
            "fields": ["备注", "学生", "合计", "注册率"],
        },
    ]  # fmt: skip


@pytest.mark.parametrize("said", ["0000-0000-0000", "0000", "", "https://portal.example.com/verify/0000-0000-0000"])
def test_a_forged_code_is_refused(unit_year: UnitYear, said: str) -> None:
    submit(unit_year, explanation="", by=None, at=AT)
    ran = manage("verify", said, "--json")
    error = {"code": "code-unknown", "message": "本系统从未打印过带这个校验码的页面。"}
    assert (ran.code, ran.json) == (
        1,
        {"valid": False, "unit": None, "version": None, "current_version": None, "differences": [], "error": error},
    )
    assert ran.err == f"CommandError: {error['message']}\n"


def test_for_people(unit_year: UnitYear) -> None:
    ran = manage("verify", code_of(submit(unit_year, explanation="", by=None, at=AT)))
    assert (ran.code, ran.out) == (0, "valid: True\nunit: cs\nversion: 1\ncurrent_version: 1\n")
    assert manage("verify").code == 2
