"""The rosters that are measured: synthetic people on a sheet that looks as people's sheets do."""

import io
from collections.abc import Iterable, Sequence
from random import Random

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side

from volunteer_portal.demo.people import DemoPerson, people
from volunteers.roster.words import CATEGORIES, DOCUMENTS, POLITICS

TITLE = "试验大学志愿者注册信息汇总表"
FILED_BY = "填报单位（盖章）：计算机学院　填报人：司空联系　联系电话：0371-67780000　填报时间：2025年11月9日"
HEADER = (
    "序号", "姓名", "性别", "人员类别", "工号/学号", "政治面貌", "证件类型", "证件号码", "志愿者编号", "手机号码",
    "注册状态", "备注",
)  # fmt: skip
Line = Sequence[object]


def listed(count: int, first: int = 1, *, changed: int = 0) -> list[Line]:
    """So many people as the rows of a table; of `changed` of them, spread evenly, the remark says something new."""
    every = count // changed if changed else count + 1
    return [
        row_of(place, person, "改" if place % every == 0 else "")
        for place, person in enumerate(people(Random(7), first, count, has_students=True), start=1)  # noqa: S311 – the same people every time
    ]


def row_of(place: int, person: DemoPerson, remark: str) -> Line:
    """One person as a row: 12 columns, all of them text but the first."""
    return (
        place, person.name, person.sex, CATEGORIES.label(person.category), person.school_number,
        POLITICS.label(person.politics), DOCUMENTS.label(person.document_type), person.document_number,
        person.volunteer_number, person.phone, "已注册未入队", remark or None,
    )  # fmt: skip


def workbook_of(lines: Iterable[Line]) -> bytes:
    """The rows as a workbook with a merged title, a line of who filed it, a bold header, borders and widths."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([TITLE])
    sheet.append([FILED_BY])
    sheet.append(HEADER)
    for line in (1, 2):
        sheet.merge_cells(start_row=line, start_column=1, end_row=line, end_column=len(HEADER))
    sheet["A1"].font, sheet["A1"].alignment = Font(bold=True, size=18), Alignment(horizontal="center")
    for cell in sheet[3]:
        cell.font = Font(bold=True)
    edge = Side(style="thin")
    border = Border(left=edge, right=edge, top=edge, bottom=edge)
    for cell in sheet[3]:
        cell.border = border
    for line in lines:
        sheet.append(line)
    pattern = sheet["A4"]
    pattern.border = border
    for row in sheet.iter_rows(min_row=4):
        for cell in row:
            cell._style = pattern._style  # setting the border of each cell would take four times as long
    for column in "BEGHIJ":
        sheet.column_dimensions[column].width = 20
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
