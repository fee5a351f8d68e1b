"""The signed paper on the board: in every view once somebody has handed in, and in the reminders."""

import io
import re
from typing import Any

import pytest
import time_machine
from openpyxl import load_workbook

from accounts.models import User
from reports.paper.receiving import receive_paper
from reports.reminding import due_units
from reports.submissions import submit
from reports.tests.handed_in import AT, HOUR, PAPER_LATE, ready_unit
from units.models import UnitYear
from volunteer_portal.tests.acts import visitor
from volunteer_portal.tests.school import stored_account

UNITS = (("a", "甲学院", 101), ("b", "乙学院", 201), ("c", "丙学院", 301))
pytestmark = pytest.mark.django_db


@pytest.fixture
def units() -> list[UnitYear]:
    """Three units that may hand in."""
    return [ready_unit(*facts) for facts in UNITS]


@pytest.fixture(autouse=True)
def at_noon() -> Any:
    with time_machine.travel(AT + 3 * HOUR, tick=False):
        yield


def papers(path: str) -> dict[str, str]:
    """What a view of the board says of each unit's paper."""
    office = visitor(stored_account("office", User.Role.REVIEWER))
    page = office.get(path).content.decode()
    rows = re.findall(r"<tr.*?</tr>", page, re.S)
    found = [re.sub(r"<[^>]+>", " ", row).split() for row in rows if "学院党委" in row]
    names = [next(word for word in words if word.endswith("学院党委")) for words in found]
    return {name: " ".join(words).rpartition("handed in")[2].strip() for name, words in zip(names, found, strict=True)}


@pytest.mark.parametrize("path", ["/board/", "/board/heat/"])
def test_received_missing_and_nothing_to_sign(units: list[UnitYear], path: str) -> None:
    first, second = (submit(unit, explanation="", by=None, at=AT) for unit in units[:2])
    receive_paper(first, by=None, at=AT + HOUR)
    said = papers(path)
    assert [name in said for name in ("甲学院党委", "乙学院党委", "丙学院党委")] == [True] * 3
    assert [said[name].split()[0] for name in ("甲学院党委", "乙学院党委")] == ["received", "not"]
    assert "none yet" in said["丙学院党委"]
    assert second.paper_received_at is None


def test_its_column_comes_with_the_first_version(units: list[UnitYear]) -> None:
    """Though the heads are drawn once as long as they are the same."""
    office = visitor(stored_account("office", User.Role.REVIEWER))

    def heads() -> int:
        return len(re.findall("<th ", office.get("/board/").content.decode()))

    before = heads()
    submit(units[0], explanation="", by=None, at=AT)
    assert heads() == before + 1


def test_the_bulletin_has_a_cell_for_everybody(units: list[UnitYear]) -> None:
    receive_paper(submit(units[0], explanation="", by=None, at=AT), by=None, at=AT + HOUR)
    submit(units[1], explanation="", by=None, at=AT)
    office = visitor(stored_account("office", User.Role.REVIEWER))
    sheet = load_workbook(io.BytesIO(office.get("/board/bulletin.xlsx").content)).worksheets[0]
    cells = {row[1]: row[-1] for row in sheet.iter_rows(min_row=6, max_row=8, values_only=True)}
    assert cells == {"甲学院党委": "已签收", "乙学院党委": "未收到", "丙学院党委": "尚未报送"}
    assert office.get("/board/bulletin.pdf").status_code == 200


def test_exactly_those_whose_paper_is_missing_are_reminded(units: list[UnitYear]) -> None:
    receive_paper(submit(units[0], explanation="", by=None, at=AT), by=None, at=AT + HOUR)
    submit(units[1], explanation="", by=None, at=AT)
    for moment in (AT + HOUR, PAPER_LATE):
        due = due_units(units[0].campaign, "paper", moment)
        assert [each.unit_year.name for each in due] == ["乙学院党委"]
