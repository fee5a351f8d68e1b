"""The attachments look as they did when somebody looked at them: workbooks cell by cell, papers dot by dot."""

import json
from dataclasses import replace

import pytest

from reports import pdf, xlsx
from reports.tables import Row, Table
from reports.tests import golden

PAPERS = ("attachment1", "attachment2", "attachment3", "attachment4")


@pytest.mark.parametrize("name", golden.tables())
def test_workbook_is_the_reviewed_one_cell_by_cell(name: str) -> None:
    drawn = golden.described(b"".join(xlsx.stream(golden.tables()[name])))
    reviewed = json.loads((golden.FOLDER / f"{name}.json").read_text())
    assert drawn == reviewed


@pytest.mark.parametrize("name", PAPERS)
def test_paper_is_the_reviewed_one(name: str) -> None:
    pages = list(golden.pictures(golden.papers()[name]))
    assert len(pages) == len(list(golden.FOLDER.glob(f"{name}-*.png")))
    found = [golden.different_dots(page, golden.reference(name, number)) for number, page in enumerate(pages, 1)]
    assert [dots for dots in found if dots > golden.MOST_DIFFERENT] == []


def changed(table: Table, line: int, place: int, text: str) -> Table:
    """The table with one other cell."""
    rows: list[Row] = list(table.rows)
    rows[line] = (*rows[line][:place], text, *rows[line][place + 1 :])
    return replace(table, rows=rows)


@pytest.mark.parametrize(
    ("line", "place", "text"),
    [(3, 7, "410105199901010005"), (0, 0, "7"), (12, 1, "王劳"), (14, 9, "13800000016"), (5, 11, "已注册")],
)
def test_one_other_digit_is_noticed(line: int, place: int, text: str) -> None:
    table = golden.tables()["attachment4"]
    page, *_rest = golden.pictures(b"".join(pdf.stream(changed(table, line, place, text))))
    assert golden.different_dots(page, golden.reference("attachment4", 1)) > golden.MOST_DIFFERENT


def test_what_is_missing_moved_or_narrower_is_noticed() -> None:
    table = golden.tables()["attachment4"]
    rows = list(table.rows)
    left = [replace(column, align="left") if column.title == "姓名" else column for column in table.columns]
    narrow = [replace(column, width=column.width + 1) if column.title == "序号" else column for column in table.columns]
    for other in (
        replace(table, rows=rows, columns=tuple(left)),
        replace(table, rows=rows, columns=tuple(narrow)),
        replace(table, rows=rows, signature=""),
    ):
        last = list(golden.pictures(b"".join(pdf.stream(other))))[-1]
        assert golden.different_dots(last, golden.reference("attachment4", 2)) > golden.MOST_DIFFERENT
        assert golden.described(b"".join(xlsx.stream(other))) != json.loads(
            (golden.FOLDER / "attachment4.json").read_text()
        )
