import io
import re
import tracemalloc
import zipfile
from datetime import datetime

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from reports import attachment3, attachment4, xlsx
from reports.sheet_rows import TooLong, letters, lines_needed
from reports.tables import Row, Table, Undrawable
from reports.tests.paper import RARE_NAMES, heading, people, person, small_table, team_line

HOSTILE = [
    "=1+1",
    "=HYPERLINK(\"http://example.invalid\",\"x\")",
    "@SUM(1)",
    "+1",
    "-1",
    "<img src=\"/etc/passwd\">",
    "]]>",
    "&amp;",
    "'007",
    "\"",
    "http://example.invalid",
    "mailto:a@example.invalid",
    "007",
    "1e5",
    "2018-11-14",
    " 前后有空格 ",
    "第一行\n第二行",
    "\u3000",
    "长" * 20000,
]


def drawn(table: Table) -> bytes:
    out = io.BytesIO()
    xlsx.write(table, out)
    return out.getvalue()


def opened(table: Table) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(drawn(table))).active


def test_every_cell_is_read_back_by_two_readers():
    rows: list[Row] = [("王芳", "007", 3), ("𬭎 & <b>", "", 0), ("", "—", "—")]
    table = small_table(*rows, totals=lambda count: (f"合计 {count}", None, 3), notes=("注：无",))
    values = [
        ("附件9", None, None),
        ("示例表", None, None),
        (xlsx.spread(table), None, None),
        ("姓名", "号码", None),
        (None, "编号", "人数"),
        ("王芳", "007", 3),
        ("𬭎 & <b>", None, 0),
        (None, "—", "—"),
        ("合计 3", None, 3),
        (table.signature, None, None),
        ("注：无", None, None),
    ]
    assert list(opened(table).values) == values
    plain = CalamineWorkbook.from_filelike(io.BytesIO(drawn(table))).get_sheet_by_index(0).to_python()
    assert plain == [["" if cell is None else cell for cell in row] for row in values]


def test_digits_that_are_no_quantities_are_text_and_quantities_are_numbers():
    sheet = opened(attachment4.table(heading(), [person(1)]))
    assert [(cell.data_type, cell.number_format) for cell in sheet[5]][:13] == [("s", "@")] * 13
    sheet = opened(attachment3.table(heading("志愿服务队注册信息汇总表"), [team_line()]))
    assert [cell.data_type for cell in sheet[6]][:20] == [*"ssssssssss", *"nnnnn", "s", "n", "n", "s", "n"]


def test_merged_cells_and_print_set_up():
    sheet = opened(attachment3.table(heading("志愿服务队注册信息汇总表"), [team_line()]))
    merged = {str(found) for found in sheet.merged_cells.ranges}
    assert {"A1:U1", "A2:U2", "A3:U3", "F4:H4", "K4:M4", "A4:A5", "U4:U5", "A7:J7", "A8:U8", "A9:U9"} <= merged
    assert (
        sheet.page_setup.orientation,
        sheet.page_setup.paperSize,
        sheet.page_setup.fitToHeight,
        sheet.sheet_properties.pageSetUpPr.fitToPage,
        sheet.print_title_rows,
        sheet.freeze_panes,
        sheet.oddFooter.center.text,
        sheet.title,
    ) == ("landscape", 9, 0, True, "$4:$5", "A6", "第 &P 页  共 &N 页", "附件3")


def test_every_cell_of_the_table_has_borders():
    sheet = opened(small_table(("王芳", "1", 2), totals=lambda count: ("合计", None, 2)))
    cells = [cell for row in sheet["A4:C7"] for cell in row]
    unlined = [cell.coordinate for cell in cells if cell.border.bottom.style != "thin" and cell.row in (5, 6, 7)]
    assert unlined == []


@pytest.mark.parametrize("payload", HOSTILE, ids=[repr(payload[:12]) for payload in HOSTILE])
def test_hostile_text_stays_text_everywhere(payload):
    table = small_table(
        (payload, payload, payload),
        title=payload,
        particulars=(payload,),
        notes=(payload,),
        totals=lambda count: (payload, None, 1),
    )
    sheet = opened(table)
    cells = [sheet[place] for place in ("A2", "A3", "A6", "B6", "C6", "A7", "A9")]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [(payload, "s", None)] * 7
    xml = zipfile.ZipFile(io.BytesIO(drawn(table))).read(xlsx.SHEET_PART.format(1))
    assert (b"<f>" in xml, b"<hyperlink" in xml) == (False, False)


def test_text_that_looks_like_an_escape_is_escaped():
    xml = zipfile.ZipFile(io.BytesIO(drawn(small_table(("_x0041_", "", ""))))).read(xlsx.SHEET_PART.format(1))
    assert b"_x005F_x0041_" in xml


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ud800", "\uffff"])
def test_characters_xml_cannot_hold_are_refused_with_their_row(character):
    with pytest.raises(Undrawable) as refused:
        drawn(small_table(("王芳", "", 1), (f"王{character}", "", 1)))
    assert (refused.value.character, refused.value.row) == (character, 2)
    with pytest.raises(Undrawable) as refused:
        drawn(small_table(notes=(character,)))
    assert refused.value.row == 0


@pytest.mark.parametrize("length", [32767, 32768])
def test_a_cell_longer_than_excel_holds_is_refused(length):
    table = small_table(("王芳", "", 1), ("王" * length, "", 1))
    if length == 32767:
        assert opened(table)["A7"].value == "王" * length
        return
    with pytest.raises(TooLong) as refused:
        drawn(table)
    assert refused.value.row == 2


def test_rare_names_survive():
    table = attachment4.table(heading(), [person(place, name) for place, name in enumerate(RARE_NAMES)])
    assert [row[1] for row in opened(table).iter_rows(min_row=5, max_row=14, values_only=True)] == RARE_NAMES


@pytest.mark.parametrize("count", [0, 1, 255, 256, 257, 600])
def test_no_row_is_lost_between_the_pieces(count):
    sheet = opened(attachment4.table(heading(), people(count)))
    assert [row[0] for row in sheet.iter_rows(min_row=5, max_row=4 + count, values_only=True)] == [
        str(number) for number in range(1, count + 1)
    ]
    assert (sheet.cell(5 + count, 1).value, sheet.cell(5 + count, 2).value) == ("合计", f"{count} 人")


def test_the_same_table_gives_the_same_bytes():
    assert drawn(attachment4.table(heading(), people(300))) == drawn(attachment4.table(heading(), people(300)))
    book = openpyxl.load_workbook(io.BytesIO(drawn(small_table())))
    assert (book.properties.created, book.properties.modified) == (datetime(2018, 11, 14), datetime(2018, 11, 14))


def test_rows_are_as_high_as_their_text():
    sheet = opened(small_table(("王芳", "", 1), ("王" * 30, "", 1), ("王\n芳\n李", "", 1)))
    assert [sheet.row_dimensions[line].height for line in (6, 7, 8)] == [21, 61, 47]
    assert [lines_needed(text, 20) for text in ("", "王" * 9, "王" * 10, "a" * 19)] == [1, 1, 2, 2]


def test_the_sheet_does_not_promise_a_size_it_cannot_know():
    xml = zipfile.ZipFile(io.BytesIO(drawn(attachment4.table(heading(), people(2))))).read(xlsx.SHEET_PART.format(1))
    assert re.findall(rb"<dimension", xml) == []


@pytest.mark.parametrize(("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA")])
def test_letters_of_columns(place, name):
    assert letters(place) == name


def test_rows_are_streamed_and_not_collected():
    list(xlsx.stream(attachment4.table(heading(), people(10))))
    tracemalloc.start()
    for _ in xlsx.stream(attachment4.table(heading(), people(5000))):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6_000_000
