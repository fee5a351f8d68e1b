"""The bulletin: every unit on one page, as workbook and PDF, recorded before it leaves."""

import io
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from accounts.models import User
from campaigns.models import Campaign
from reports.bulletin_export import bulletin_table
from reports.pdf import one_page
from reports.tests.paper import small_table
from reports.tests.test_board import office, units, various
from units.models import UnitYear
from volunteer_portal.tests.acts import entry, recorded
from volunteer_portal.tests.school import stored_campaign

__all__ = ["office"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(db: None) -> Campaign:
    return stored_campaign()


def pages(content: bytes) -> list[Any]:
    """The pages of a PDF."""
    return list(PdfReader(io.BytesIO(content)).pages)


def drawn(rows: int) -> Any:
    """The one page of a table of so many rows."""
    [page] = pages(b"".join(one_page.stream(small_table(*[("王芳", "007", number) for number in range(rows)]))))
    return page


def test_workbook(office: Client, campaign: Campaign) -> None:
    various(campaign)
    answer = office.get("/board/bulletin.xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(min_row=6, max_row=10, values_only=True))
    assert (sheet["A1"].value, sheet["A2"].value) == ("通报", f"试验大学{campaign.year}年志愿注册工作进展情况通报")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 1)
    assert rows == [
        ("1", "法学院党委", "黄灯1项", 1, 1, "100.0%", 0, 0, "—", 0, "0.0%", "0", "已通过", "未报送"),
        ("2", "第1学院党委", "红灯1项", 5, 1, "20.0%", 2, 1, "100.0%", 0, "0.0%", "1/4", "待校文明办", "未报送"),
        ("3", "艺术学院党委", "红灯2项", 10, 0, "0.0%", 6, 0, "0.0%", 0, "0.0%", "0/4", "已退回", "未报送"),
        ("—", "图书馆党委", "红灯4项", "—", 0, "—", "—", 0, "—", 0, "—", "0/4", "未提交", "未报送"),
        ("合计", None, "0/4", 16, 2, "12.5%", 8, 1, "33.3%", 0, "0.0%", "1", "1/4", "0/4"),
    ]
    assert sheet["A13"].value == "有1个党组织尚未填报师生人数，不参加排名，其人数不计入合计。"


def test_no_name_of_a_person_stands_on_it(office: Client, campaign: Campaign) -> None:
    various(campaign)
    sheet = load_workbook(io.BytesIO(office.get("/board/bulletin.xlsx").content)).active
    text = "".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    assert [name for name in ("慕容", "司空") if name in text] == []


@pytest.mark.parametrize("drawing", ["xlsx", "pdf"])
def test_it_is_recorded(office: Client, campaign: Campaign, drawing: str) -> None:
    units(campaign, 1)
    office.get(f"/board/bulletin.{drawing}")
    begun, ended = recorded()
    reviewer = User.objects.get(username="reviewer")
    columns = [column.title for column in bulletin_table(campaign, timezone.now()).columns]
    what: dict[str, Any] = {"list": "bulletin", "format": drawing, "columns": columns, "expected": 1}
    assert begun == entry(
        "export-started", campaign, by=reviewer, at=begun["at"], clear_numbers=False, lists_people=False, **what
    )
    assert (ended["action"], ended["by"], ended["detail"]["count"]) == ("export-finished", reviewer.pk, 1)


@pytest.mark.parametrize("count", [1, 24, 60])
def test_any_number_of_units_stands_on_one_page(campaign: Campaign, count: int) -> None:
    units(campaign, count)
    [page] = pages(b"".join(one_page.stream(bulletin_table(campaign, timezone.now()))))
    text = "".join(page.extract_text().split())
    assert [n for n in range(1, count + 1) if f"第{n}学院党委" not in text] == []
    assert [word for word in ("通报", "合计", "校文明办（盖章）", "截去尾数") if word not in text] == []


@pytest.mark.parametrize(
    ("rows", "lies"), [(0, True), (1, True), (10, True), (30, True), (40, False), (60, False), (200, False)]
)
def test_the_page_lies_or_stands_as_the_table_is_larger(rows: int, lies: bool) -> None:
    box = drawn(rows).mediabox
    assert (float(box.width), float(box.height)) == ((841.89, 595.28) if lies else (595.28, 841.89))


def test_everything_is_inside_the_page() -> None:
    for rows in (1, 60, 200):
        places: list[tuple[float, float]] = []

        def see(text: str, matrix: list[float], place: list[float], *rest: Any, kept: Any = places) -> None:
            x, y = place[4], place[5]
            kept.append((matrix[0] * x + matrix[4], matrix[3] * y + matrix[5]))

        page = drawn(rows)
        page.extract_text(visitor_text=see)
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        assert [place for place in places if not (0 <= place[0] < width and 0 <= place[1] < height)] == []


def test_a_character_no_face_has_is_named(office: Client, campaign: Campaign) -> None:
    units(campaign, 1)
    UnitYear.objects.update(name="第\ue000学院")
    page = office.get("/board/bulletin.pdf", follow=True).content.decode()
    assert ("Row 1 contains the character" in page, len(recorded())) == (True, 1)


def test_the_same_table_gives_the_same_bytes() -> None:
    table = small_table(("王芳", "007", 1))
    assert b"".join(one_page.stream(table)) == b"".join(one_page.stream(table))
