"""Projects come from a file and from last year."""

import io
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from projects.importing import copy_projects, last_years, years_later
from projects.models import Project
from units.models import UnitYear
from volunteer_portal.tests.acts import entry, recorded, visitor
from volunteer_portal.tests.school import stored_campaign, stored_contact, stored_project, stored_unit

AT = datetime(2018, 11, 9, 1, 2, 3, tzinfo=UTC)
HEADER = ["项目名称", "服务类别", "服务对象", "项目时间", "服务地点", "招募人数", "联系人", "手机"]
PERIOD = "2018-03-01至2018-12-31"
RIVER = ["守护母亲河", "环境保护", "社会公众", PERIOD, "郑州市", 30, "司空联系", 19900000001]
CLASS = ["晨光课堂", "支教助学", "儿童", PERIOD, "郑州市", 20, "司空联系", 19900000001]
WRONG = ["旧衣新生", "打扫卫生", "社会公众", PERIOD, "郑州市", 30, "司空联系", 19900000001]


@pytest.fixture
def unit_year(db: None) -> UnitYear:
    days = {"electronic_due_on": date(2099, 11, 14), "paper_due_on": date(2099, 11, 20)}
    return stored_unit(stored_campaign(year=2018, **days))


def workbook(*rows: list[object]) -> SimpleUploadedFile:
    """A list of projects as a unit keeps it."""
    book, out = Workbook(), io.BytesIO()
    for row in [["2018年志愿服务项目"], HEADER, *rows]:
        book.active.append(row)
    book.save(out)
    return SimpleUploadedFile("项目.xlsx", out.getvalue())


def test_from_a_file_through_the_page(unit_year: UnitYear) -> None:
    stored_project(unit_year, "晨光课堂")
    client = visitor(stored_contact(unit_year, "contact"))
    shown = client.post("/units/cs/projects/import/", {"file": workbook(RIVER, CLASS, WRONG)})
    assert [number for _label, number in shown.context["counts"]] == [3, 1, 2]
    assert [problem["code"] for problem in shown.context["problems"]] == ["word-unknown"]
    assert list(Project.objects.values_list("name", flat=True)) == ["晨光课堂"]
    answer = client.post("/units/cs/projects/import/", {"staged": shown.context["staged"]})
    assert answer["Location"] == "/units/cs/projects/"
    stored = Project.objects.get(name="守护母亲河")
    assert (stored.categories, stored.audiences, stored.starts_on, stored.places_offered, stored.state) == (
        ["0006"], ["11"], date(2018, 3, 1), 30, "published",
    )  # fmt: skip
    assert recorded()[-1]["detail"] == {"count": 1}


def test_a_preview_counts_for_its_unit_only(unit_year: UnitYear) -> None:
    other = stored_unit(unit_year.campaign, "law", "法学院")
    shown = visitor(stored_contact(unit_year, "contact")).post("/units/cs/projects/import/", {"file": workbook(RIVER)})
    answer = visitor(stored_contact(other, "neighbour")).post(
        "/units/law/projects/import/", {"staged": shown.context["staged"]}
    )
    assert (answer["Location"], Project.objects.count()) == ("/units/law/projects/import/", 0)


def test_a_file_that_is_no_table(unit_year: UnitYear) -> None:
    client = visitor(stored_contact(unit_year, "contact"))
    answer = client.post("/units/cs/projects/import/", {"file": SimpleUploadedFile("a.xlsx", b"%PDF-1.4 nothing")})
    assert answer.context["form"].errors.as_data()["file"][0].code == "file-kind"


def test_last_years_projects_become_drafts_a_year_later(unit_year: UnitYear) -> None:
    earlier = stored_unit_before(unit_year)
    river = stored_project(earlier, "守护母亲河", starts_on=date(2016, 2, 29), ends_on=date(2017, 12, 31))
    stored_project(earlier, "作废的", state="void")
    stored_project(earlier, "晨光课堂")
    stored_project(unit_year, "晨光课堂")
    assert last_years(unit_year) == [river]
    contact = stored_contact(unit_year, "contact")
    assert copy_projects(unit_year, chosen={river.pk}, by=contact, at=AT) == 1
    copy = Project.objects.get(unit_year=unit_year, name="守护母亲河")
    assert (copy.state, copy.starts_on, copy.ends_on) == ("draft", date(2017, 2, 28), date(2018, 12, 31))
    assert recorded()[-1] == entry("projects-copied", unit_year, unit="cs", by=contact, at=AT, count=1)
    with pytest.raises(ValidationError) as refusal:
        copy_projects(unit_year, chosen={river.pk}, by=contact, at=AT)
    assert refusal.value.code == "nothing-chosen"


def stored_unit_before(unit_year: UnitYear) -> UnitYear:
    """The same unit a year earlier."""
    before = stored_campaign(
        year=2017, is_current=False, electronic_due_on=date(2017, 11, 14), paper_due_on=date(2017, 11, 20)
    )
    return UnitYear.objects.create(
        campaign=before, unit=unit_year.unit, name="计算机系", standard_name="试验大学计算机系志愿服务队"
    )


@pytest.mark.parametrize(
    "day, years, later",
    [
        (date(2016, 2, 29), 1, date(2017, 2, 28)),
        (date(2016, 2, 29), 4, date(2020, 2, 29)),
        (date(2017, 12, 31), 1, date(2018, 12, 31)),
    ],
)
def test_years_later(day: date, years: int, later: date):
    assert years_later(day, years) == later
