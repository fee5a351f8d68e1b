"""Attachments leave the house: recorded first, then drawn; complete numbers only with a reason."""

import io
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from openpyxl import load_workbook

from accounts.models import AuditEntry
from reports.exporting import COLUMNS, export
from reports.tables import Undrawable
from volunteer_portal.tests.acts import entry, recorded
from volunteer_portal.tests.school import School, on_a_roster, stored_person, two_units
from volunteers.models import Volunteer

AT = datetime(2018, 11, 9, 17, 2, 3, tzinfo=UTC)  # the 10th in Shanghai
REASON = "签字盖章的纸质材料"


@pytest.fixture
def school(db: None) -> School:
    return two_units()


def drawn(school: School, number: int, drawing: str = "xlsx", unit: str = "", **changes: Any) -> tuple[str, bytes]:
    """Name and content of an attachment of our unit, or of the school."""
    unit_year = school.ours.unit_year if unit else None
    facts: dict[str, Any] = {"clear": False, "reason": "", "by": school.accounts["reviewer"], "at": AT}
    made = export(number, school.campaign, unit_year, drawing, **facts | changes)
    return made.name, b"".join(made.content)


def cells(content: bytes) -> list[str]:
    """Every filled cell of a workbook."""
    sheet = load_workbook(io.BytesIO(content)).active
    return [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]


NAMES = {
    (1, ""): "附件1 试验大学 20181110",
    (3, ""): "附件3 试验大学 20181110",
    (4, ""): "附件4 试验大学 20181110",
    (1, "cs"): "附件1 计算机学院党委 20181110",
    (3, "cs"): "附件3 计算机学院党委 20181110",
    (4, "cs"): "附件4 计算机学院党委 20181110",
}


@pytest.mark.parametrize("drawing", ["xlsx", "pdf"])
@pytest.mark.parametrize(("number", "unit"), NAMES, ids=str)
def test_every_attachment_in_every_form(school: School, number: int, unit: str, drawing: str) -> None:
    before = len(recorded())
    name, content = drawn(school, number, drawing, unit)
    started, finished = AuditEntry.objects.order_by("pk")[before:]
    assert name == f"{NAMES[number, unit]}-{started.pk:06d}.{drawing}"
    assert content.startswith({"xlsx": b"PK\x03\x04", "pdf": b"%PDF-"}[drawing])
    subject: Any = school.ours.unit_year if unit else school.campaign
    detail: dict[str, Any] = {
        "attachment": number, "format": drawing, "clear_numbers": False, "lists_people": number == 4,
        "columns": [column.title for column in COLUMNS[number]],
        "expected": (5 if number == 4 else 1) * (1 if unit else 2),
    }  # fmt: skip
    by = school.accounts["reviewer"]
    assert recorded()[before] == entry("export-started", subject, unit=unit, by=by, at=AT, **detail)
    facts: dict[str, Any] = {"serial": started.pk, "bytes": len(content), "sha256": sha256(content).hexdigest()}
    facts["count"] = detail["expected"]
    assert recorded()[before + 1] == entry("export-finished", subject, unit=unit, by=by, at=finished.at, **facts)


def test_heading_of_a_unit_and_of_the_school(school: School) -> None:
    year = school.campaign.year
    ours, whole = cells(drawn(school, 3, unit="cs")[1]), cells(drawn(school, 3)[1])
    assert ours[:2] == ["附件3", f"试验大学{year}年志愿服务队注册信息汇总表"]
    assert [text for text in ours if "填报" in text and "计算机学院党委" in text and "2018年11月10日" in text]
    assert [text for text in whole if "填报" in text and "试验大学（校文明办）" in text]


def test_a_unit_gets_its_own_lines_only(school: School) -> None:
    for number in (1, 3, 4):
        text = " ".join(cells(drawn(school, number, unit="cs")[1]))
        assert ("令狐" in text or "计算机学院" in text, "慕容" in text, "法学院" in text) == (True, False, False)


@pytest.mark.parametrize("unit", ["", "cs"])
def test_numbers_are_masked(school: School, unit: str) -> None:
    text = " ".join(cells(drawn(school, 4, unit=unit)[1]))
    person = school.ours.people[0]
    number, phone = person.document_number, person.phone
    assert (number in text, phone in text) == (False, False)
    assert (f"{number[:6]}********{number[-4:]}" in text, f"{phone[:3]}****{phone[-4:]}" in text) == (True, True)


@pytest.mark.parametrize("unit", ["", "cs"])
def test_complete_numbers_for_a_reason(school: School, unit: str) -> None:
    before = len(recorded())
    text = cells(drawn(school, 4, unit=unit, clear=True, reason=f" {REASON}\0 ")[1])
    person = school.ours.people[0]
    assert (person.document_number in text, person.phone in text) == (True, True)
    started, _finished = recorded()[before:]
    assert (started["reason"], started["detail"]["clear_numbers"]) == (REASON, True)


@pytest.mark.parametrize("reason", ["", "    ", "签字用的", " 签字用的 ", "长" * 201, "\0" * 9])
def test_complete_numbers_want_a_reason(school: School, reason: str) -> None:
    before = recorded()
    with pytest.raises(ValidationError) as refusal:
        drawn(school, 4, unit="cs", clear=True, reason=reason)
    assert [error.code for error in refusal.value.error_dict["reason"]] == ["reason-missing"]
    assert recorded() == before


@pytest.mark.parametrize("reason", ["签字用表格", "长" * 200])
def test_the_shortest_and_the_longest_reason(school: School, reason: str) -> None:
    drawn(school, 4, unit="cs", clear=True, reason=reason)
    assert recorded()[-2]["reason"] == reason


def test_it_is_recorded_before_anything_is_drawn(school: School) -> None:
    before = len(recorded())
    made = export(
        4, school.campaign, None, "xlsx", clear=True, reason=REASON, by=school.accounts["reviewer"], at=AT
    )  # fmt: skip
    pieces = iter(made.content)
    assert [found["action"] for found in recorded()[before:]] == ["export-started"]
    assert next(pieces)
    assert [found["action"] for found in recorded()[before:]] == ["export-started"]
    assert list(pieces)
    assert [found["action"] for found in recorded()[before:]] == ["export-started", "export-finished"]


def test_a_download_broken_off_has_no_end(school: School) -> None:
    made = export(
        4, school.campaign, None, "xlsx", clear=False, reason="", by=school.accounts["reviewer"], at=AT
    )  # fmt: skip
    pieces = iter(made.content)
    next(pieces)
    del pieces, made
    assert recorded()[-1]["action"] == "export-started"


def test_it_stays_on_record_when_drawing_fails(school: School) -> None:
    Volunteer.objects.filter(name="令狐甲").update(name="令狐\ue000")
    before = len(recorded())
    with pytest.raises(Undrawable) as refusal:
        drawn(school, 4, "pdf", unit="cs", clear=True, reason=REASON)
    assert (refusal.value.code, len(recorded())) == ("missing-glyph", before + 1)


def test_who_is_not_registered_is_nobodys_business(school: School) -> None:
    unit_year = school.ours.unit_year
    for serial, status in enumerate(["unregistered", "pending", "declined"], 5001):
        stored_person(unit_year, on_a_roster(serial, name=f"端木{serial}", status=status, volunteer_number=""))
    text = " ".join(cells(drawn(school, 4, unit="cs")[1]))
    assert ("令狐甲" in text, "端木" in text) == (True, False)


def test_the_same_table_gives_the_same_bytes(school: School) -> None:
    assert drawn(school, 4, unit="cs")[1] == drawn(school, 4, unit="cs")[1]
