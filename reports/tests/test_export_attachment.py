"""`manage.py export_attachment`: every attachment of the school and of a unit, in both forms."""

import io
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from reports.exporting import COLUMNS
from volunteer_portal.tests.acts import entry, manage, recorded
from volunteer_portal.tests.school import School, two_units


@pytest.fixture
def school(db: None) -> School:
    return two_units()


@pytest.mark.parametrize("unit", [(), ("--unit", "cs")], ids=["school", "unit"])
@pytest.mark.parametrize("drawing", ["xlsx", "pdf"])
@pytest.mark.parametrize("number", ["1", "3", "4"])
def test_attachment(school: School, tmp_path: Path, number: str, drawing: str, unit: tuple[str, ...]) -> None:
    before, out = len(recorded()), tmp_path / f"out.{drawing}"
    ran = manage("export_attachment", number, *unit, "--format", drawing, "--out", out, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json == {"file": str(out), "bytes": out.stat().st_size}
    assert out.read_bytes().startswith({"xlsx": b"PK\x03\x04", "pdf": b"%PDF-"}[drawing])
    started, finished = recorded()[before:]
    subject = school.ours.unit_year if unit else school.campaign
    detail: dict[str, Any] = {"attachment": int(number), "format": drawing, "clear_numbers": False}
    detail |= {"columns": [column.title for column in COLUMNS[int(number)]], "lists_people": number == "4"}
    detail["expected"] = (5 if number == "4" else 1) * (1 if unit else 2)
    code = "cs" if unit else ""
    assert started == entry("export-started", subject, unit=code, by=None, at=started["at"], **detail)
    digest = sha256(out.read_bytes()).hexdigest()
    told = {"count": detail["expected"], "bytes": out.stat().st_size, "sha256": digest}
    assert (finished["action"], finished["detail"] | told) == ("export-finished", finished["detail"])


@pytest.mark.parametrize("clear", [False, True])
def test_numbers(school: School, tmp_path: Path, clear: bool) -> None:
    out, person = tmp_path / "4.xlsx", school.ours.people[0]
    words = ("--clear-numbers", "--reason", "签字盖章的纸质材料") if clear else ()
    assert manage("export_attachment", "4", "--format", "xlsx", "--out", out, *words).code == 0
    sheet = load_workbook(io.BytesIO(out.read_bytes())).active
    text = " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    assert (person.document_number in text, person.phone in text) == (clear, clear)
    kept = recorded()[-2]
    assert (kept["reason"], kept["detail"]["clear_numbers"]) == ("签字盖章的纸质材料" if clear else "", clear)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("4", "--format", "xlsx", "--clear-numbers"), "reason-missing"),
        (("4", "--format", "xlsx", "--clear-numbers", "--reason", "签字"), "reason-missing"),
        (("4", "--format", "xlsx", "--unit", "nowhere"), "not-found"),
        (("4", "--format", "xlsx", "--unit", ""), "not-found"),
    ],
)
def test_refused(school: School, tmp_path: Path, words: tuple[str, ...], code: str) -> None:
    before, out = recorded(), tmp_path / "4.xlsx"
    ran = manage("export_attachment", *words, "--out", out, "--json")
    error = json.loads(ran.out)["error"]
    assert (ran.code, error["code"], error["message"] in ran.err) == (1, code, True)
    assert (out.exists(), recorded()) == (False, before)


def test_where_nothing_can_be_written(school: School, tmp_path: Path) -> None:
    ran = manage("export_attachment", "1", "--format", "pdf", "--out", tmp_path / "no" / "such.pdf", "--json")
    assert (ran.code, ran.json["error"]["code"]) == (1, "file-missing")


@pytest.mark.parametrize(
    "words", [("5", "--format", "xlsx", "--out", "x"), ("4", "--format", "docx", "--out", "x"), ("4", "--out", "x"), ()]
)
def test_wrong_words(words: tuple[str, ...]) -> None:
    assert manage("export_attachment", *words).code == 2
