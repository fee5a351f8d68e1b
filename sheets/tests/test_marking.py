"""The sender's own file back: marked cells coloured and commented, all else as it was."""

import datetime
import io
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook import Workbook
from PIL import Image as Picture

from sheets.problems import Refused
from sheets.reading import Choice, Mark, marked, read
from sheets.tests.building import COLUMNS, HEADER, PERSON, csv_of, packed, parts, row_of, saved, workbook, worksheet

FAULT, MENDED = "FFFFC7CE", "FFC6EFCE"


def back(content: bytes, *marks: Mark, name: str = "名单.xlsx", choice: Choice = Choice()) -> Workbook:  # noqa: B008
    return load_workbook(io.BytesIO(marked(content, name, COLUMNS, marks, choice)))


def seen(cell: Cell) -> tuple[Any, str, str, str]:
    """Value, colour, format and comment of a cell."""
    colour = cell.fill.fgColor.rgb if cell.fill.fill_type else ""
    return cell.value, colour, cell.number_format, cell.comment.text if cell.comment else ""


def sender_book() -> Workbook:
    book = workbook(
        说明=[["请填写"]], 名单=[["文学院名单"], [*HEADER, "序号"], [*PERSON, 1], [*PERSON, "=I3+1"]], 字典=[["本科生"]]
    )
    sheet = book["名单"]
    sheet.merge_cells("A1:H1")
    sheet.column_dimensions["C"].width = 33
    sheet.freeze_panes = "A3"
    sheet["A3"].font = Font(name="宋体", size=16, bold=True)
    sheet["D3"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet["E4"].comment = Comment("自己的批注", "张老师")
    sheet["I3"].number_format = "0.00"
    book["字典"].sheet_state = "hidden"
    return book


def test_marked_cells_are_coloured_and_commented_and_all_else_stays() -> None:
    book = back(
        saved(sender_book()),
        Mark(3, "证件号码", "最后一位不符。"),
        Mark(3, "证件号码", "重复。"),
        Mark(4, "政治面貌", "不认识。"),
        Mark(4, "手机号", "已改正。", "=19900000001"),
        Mark(4, "", "已有别的单位。"),
    )
    sheet = book["名单"]
    assert {cell.coordinate: seen(cell) for row in sheet for cell in row if cell.comment} == {
        "C3": (PERSON[2], FAULT, "@", "最后一位不符。\n重复。"),
        "E4": (PERSON[4], FAULT, "@", "自己的批注\n不认识。"),
        "F4": ("=19900000001", MENDED, "@", "已改正。"),
        "A4": (PERSON[0], FAULT, "@", "已有别的单位。"),
    }
    assert sheet["F4"].data_type == "s"
    assert [[cell.value for cell in row] for row in sheet["A1:I3"]] == [
        ["文学院名单", *[None] * 8], [*HEADER, "序号"], [*PERSON, 1],
    ]  # fmt: skip
    assert (sheet["I4"].value, sheet["I3"].number_format, seen(sheet["D3"])[1]) == ("=I3+1", "0.00", "FF00FF00")
    assert (sheet["A3"].font.name, sheet["A3"].font.size, sheet["A3"].font.bold) == ("宋体", 16, True)
    assert (sheet.column_dimensions["C"].width, sheet.freeze_panes) == (33, "A3")
    assert [str(span) for span in sheet.merged_cells.ranges] == ["A1:H1"]
    assert [(other.title, other.sheet_state) for other in book] == [
        ("说明", "visible"), ("名单", "visible"), ("字典", "hidden"),
    ]  # fmt: skip
    assert (book.active.title, book["字典"]["A1"].value) == ("名单", "本科生")


def test_a_mark_inside_merged_cells_stands_at_the_one_that_shows() -> None:
    book = sender_book()
    book["名单"].merge_cells("H3:H4")
    marked_book = back(saved(book), Mark(4, "所在单位", "没有填。"))
    assert seen(marked_book["名单"]["H3"])[1:] == (FAULT, "@", "没有填。")


def test_pictures_are_left_behind() -> None:
    book, picture = sender_book(), io.BytesIO()
    Picture.new("RGB", (4, 4)).save(picture, "PNG")
    book["名单"].add_image(Image(picture), "J1")
    sheet = back(saved(book), Mark(3, "姓名", "试"))["名单"]
    assert (sheet._images, seen(sheet["A3"])[3]) == ([], "试")


def test_text_comes_back_as_a_workbook_of_text() -> None:
    lines = [["名单"], HEADER, ["=1+1", "", "110101196201010008", *PERSON[3:]], ["\x0b王五", "居民身份证"]]
    sheet = back(csv_of(*lines).encode(), Mark(3, "姓名", "不是姓名。"), name="a.csv").worksheets[0]
    assert [[cell.value for cell in row] for row in sheet] == [
        ["名单", *[None] * 7], HEADER, ["=1+1", None, "110101196201010008", *PERSON[3:]],
        ["\ufffd王五", "居民身份证", *[None] * 6],
    ]  # fmt: skip
    assert {(cell.data_type, cell.number_format) for cell in sheet[3] if cell.value} == {("s", "@")}
    assert seen(sheet["A3"]) == ("=1+1", FAULT, "@", "不是姓名。")


def test_a_csv_line_that_could_not_be_read_comes_back_whole() -> None:
    content = csv_of(HEADER, PERSON).encode() + b'"a"b,c\r\n' + csv_of(PERSON).encode()
    sheet = back(content, Mark(3, "", "引号不配对。"), name="a.csv").worksheets[0]
    assert seen(sheet["A3"]) == ('"a"b,c', FAULT, "@", "引号不配对。")


def test_columns_that_were_said_are_marked_too() -> None:
    header = ["甲", "乙", "丙", "丁"]
    person = [PERSON[7], PERSON[3], PERSON[2], PERSON[0]]
    for lines, name in ((([header, person]), "name"), ([person], "headless")):
        labels = header if name == "name" else ["A列", "B列", "C列", "D列"]
        choice = Choice(
            dict(zip(labels, ("unit", "category", "document_number", "name"), strict=True)), headless=name == "headless"
        )
        sheet = back(saved(workbook(名单=lines)), Mark(len(lines), labels[2], "试"), choice=choice)["名单"]
        assert seen(sheet.cell(len(lines), 3)) == (PERSON[2], FAULT, "@", "试")


def test_what_openpyxl_does_not_open_comes_back_rebuilt() -> None:
    members = parts(worksheet(row_of(1, HEADER), row_of(2, PERSON)))
    broken = members | {
        "xl/styles.xml": str(members["xl/styles.xml"]).replace("<font/>", '<font><b val="maybe"/></font>')
    }
    sheet = back(packed(broken), Mark(2, "姓名", "试"))["名单"]
    assert [cell.value for cell in sheet[2]] == PERSON
    assert seen(sheet["A2"])[1:] == (FAULT, "@", "试")


def test_days_and_numbers_stay_what_they_are() -> None:
    rows: list[list[Any]] = [[*HEADER, "生日", "分数"], [*PERSON, datetime.datetime(2000, 1, 2), 1.5]]
    sheet = back(saved(workbook(名单=rows)), Mark(2, "姓名", "试"))["名单"]
    assert [sheet["I2"].value, sheet["J2"].value] == rows[1][-2:]


def test_marks_of_last_time_are_taken_away() -> None:
    once = marked(saved(sender_book()), "a.xlsx", COLUMNS, [Mark(3, "姓名", "旧"), Mark(4, "姓名", "旧")])
    again = back(once, Mark(4, "姓名", "新"))["名单"]
    assert [seen(again["A3"]), seen(again["A4"])] == [(PERSON[0], "", "@", ""), (PERSON[0], FAULT, "@", "新")]
    assert read(once, "a.xlsx", COLUMNS).rows[0][1]["name"] == PERSON[0]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (packed(parts(worksheet()) | {"xl/vbaProject.bin": b"x"}), "file-not-marked"),
        (saved(workbook(名单=[["无"]])), "file-not-marked"),
    ],
)
def test_what_cannot_be_read_is_not_marked(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        marked(content, "a.xlsx", COLUMNS, [])
    assert refused.value.code == code
