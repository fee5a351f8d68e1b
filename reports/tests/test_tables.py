import pytest

from reports.tables import Column, HeaderCell, Numbered, Undrawable, header_cells, header_rows, spans
from reports.tests.paper import heading

PLAIN = (Column("序号", 4), Column("姓名", 10))
GROUPED = (
    Column("序号", 4),
    Column("姓名", 8, "联系人"),
    Column("手机", 12, "联系人"),
    Column("教工", 6, "总数"),
    Column("备注", 9),
    Column("学生", 6, "总数"),
)


@pytest.mark.parametrize(
    ("columns", "rows", "cells"),
    [
        ((), 1, []),
        (PLAIN, 1, [HeaderCell("序号", 0, 1, 0, 1), HeaderCell("姓名", 1, 1, 0, 1)]),
        (
            GROUPED,
            2,
            [
                HeaderCell("序号", 0, 1, 0, 2),
                HeaderCell("联系人", 1, 2, 0, 1),
                HeaderCell("总数", 3, 1, 0, 1),
                HeaderCell("备注", 4, 1, 0, 2),
                HeaderCell("总数", 5, 1, 0, 1),
                HeaderCell("姓名", 1, 1, 1, 1),
                HeaderCell("手机", 2, 1, 1, 1),
                HeaderCell("教工", 3, 1, 1, 1),
                HeaderCell("学生", 5, 1, 1, 1),
            ],
        ),
    ],
)
def test_header_cells_cover_every_column_once_in_each_row(columns, rows, cells):
    assert (header_rows(columns), header_cells(columns)) == (rows, cells)


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ((), []),
        (("合计", None, None), [(0, 3, "合计")]),
        (("合计", None, 0, ""), [(0, 2, "合计"), (2, 1, 0), (3, 1, "")]),
    ],
)
def test_a_cell_of_the_totals_row_covers_the_nones_after_it(row, found):
    assert list(spans(row)) == found


def test_numbered_rows_can_be_read_again():
    rows = Numbered([("王芳", 3), ("李强", 4)])
    assert [list(rows), list(rows)] == [[("1", "王芳", 3), ("2", "李强", 4)]] * 2


def test_heading_makes_title_and_particulars():
    table = heading(filled_by="", phone="").table("附件4", PLAIN, [])
    assert (table.label, table.title, table.particulars, table.notes) == (
        "附件4",
        "示例大学2018年志愿者注册信息汇总表",
        ("填报单位（盖章）：信息工程学院党委", "填报人：", "联系电话：", "填报时间：2018年11月14日"),
        ("注：本表一式两份。",),
    )


@pytest.mark.parametrize(
    ("row", "character", "sentence"),
    [
        (7, "\x07", "Row 7 contains the character ? (U+0007), which cannot be written."),
        (0, "𰻝", "The heading or a note contains the character 𰻝 (U+30EDD), which cannot be written."),
    ],
)
def test_undrawable_says_where_and_what(row, character, sentence):
    assert str(Undrawable(character, row)).startswith(sentence)
