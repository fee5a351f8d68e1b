"""The attachments as somebody looked at them and found them right: what is drawn today is compared with that.

`python -m reports.tests.golden` draws the references anew; look at each before it is committed.
"""

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image, ImageChops

from reports import attachment1, attachment2, attachment3, attachment4, pdf, xlsx
from reports.pdf import leaflet
from reports.tables import Table
from reports.tests.paper import RARE_NAMES, TEAM, heading, person, team_line, unit_line

FOLDER = Path(__file__).parent / "golden"
DOTS_PER_INCH = 72
# The renderer is pinned, and the references are stored in 16 greys: what is alike differs by less than 32 of 255.
# One digit that changes on a page makes 7 to 9 dots differ by 64 and more.
DIFFERENT = 64
MOST_DIFFERENT = 4  # dots of a page of half a million


def tables() -> dict[str, Table]:
    """Attachments 1, 3 and 4 with what is likely and what is awkward."""
    long = "数学与统计学院、人工智能研究院、大数据分析中心联合党委（含附属实验中学党支部）"
    units = [
        unit_line(),
        attachment1.UnitLine("机关党委", "党委", "示例大学机关志愿服务队"),
        attachment1.UnitLine(long, "党总支", f"示例大学{long}志愿服务队", "数学系青协、统计系青协", "2018年合并"),
    ]
    teams = [
        team_line(),
        team_line(unit="机关党委", staff=None, people=None, rate="—", party_members=None, party_rate="—"),
        team_line(unit=long, team=f"示例大学{long}志愿服务队", parent="志愿服务联合会 → 省直总队", note="更名待审"),
    ]
    people = [person(number, name) for number, name in enumerate([*RARE_NAMES, "=1+1"], 1)]
    notes = {18: "八月起在外地实习，由辅导员代为登记", 27: "停学"}
    people += [person(number, "王芳", notes.get(number, "")) for number in range(12, 31)]
    return {
        "attachment1": attachment1.table(heading("志愿服务队规范名称一览表"), units),
        "attachment3": attachment3.table(heading("志愿服务队注册信息汇总表"), teams),
        "attachment4": attachment4.table(heading(), people),
    }


def papers() -> dict[str, bytes]:
    """Each attachment as PDF."""
    drawn = {name: b"".join(pdf.stream(table)) for name, table in tables().items()}
    page = attachment2.leaflet(
        title="示例大学2018年个人注册及加入志愿服务队办法", unit="信息工程学院党委", team=TEAM, office="校文明办",
        mailbox="office@example.com", on=date(2018, 11, 14),
    )  # fmt: skip
    return drawn | {"attachment2": b"".join(leaflet.stream(page))}


def pictures(content: bytes) -> Iterator[Image.Image]:
    """The pages of a PDF, grey, a dot for each point."""
    for page in pypdfium2.PdfDocument(content):
        yield page.render(scale=DOTS_PER_INCH / 72, grayscale=True).to_pil()


def different_dots(one: Image.Image, other: Image.Image) -> int:
    """How many dots of two pictures are not alike; all of them when the pictures differ in size."""
    if one.size != other.size:
        return one.width * one.height
    return sum(ImageChops.difference(one, other).histogram()[DIFFERENT:])


def described(content: bytes) -> dict[str, Any]:
    """All that a reader of the workbook sees and prints, cell by cell."""
    return {sheet.title: described_sheet(sheet) for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets}


def described_sheet(sheet: Worksheet) -> dict[str, Any]:
    """Cells, merges, widths, heights and print set-up of a sheet."""
    margins = sheet.page_margins
    return {
        "cells": {cell.coordinate: described_cell(cell) for row in sheet.iter_rows() for cell in row if said(cell)},
        "merged": sorted(str(found) for found in sheet.merged_cells.ranges),
        "widths": {letter: column.width for letter, column in sheet.column_dimensions.items()},
        "heights": {str(line): row.height for line, row in sheet.row_dimensions.items()},
        "frozen": sheet.freeze_panes,
        "print": {
            "orientation": sheet.page_setup.orientation,
            "paper": sheet.page_setup.paperSize,
            "fit": [sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight],
            "titles": sheet.print_title_rows,
            "centred": sheet.print_options.horizontalCentered,
            "margins": [margins.left, margins.right, margins.top, margins.bottom, margins.header, margins.footer],
            "footer": sheet.oddFooter.center.text,
        },
    }


def said(cell: Cell) -> bool:
    """Whether a cell holds or shows anything."""
    return cell.value is not None or bool(cell.border.left and cell.border.left.style)


def described_cell(cell: Cell) -> str:
    """Value, kind and look of a cell in one line."""
    font, set_, border = cell.font, cell.alignment, cell.border
    sides = (border.left, border.right, border.top, border.bottom)
    lines = " ".join(side.style if side and side.style else "none" for side in sides)
    manner = "wrap" if set_.wrap_text else "shrink" if set_.shrink_to_fit else "plain"
    weight = " bold" if font.b else ""
    look = f"{font.name} {font.sz:g}{weight}, {set_.horizontal} {set_.vertical} {manner}, {lines}, {cell.number_format}"
    return f"{cell.value!r} ({cell.data_type}; {look})"


def reference(name: str, number: int) -> Image.Image:
    """A page as it was found right."""
    with Image.open(FOLDER / f"{name}-{number}.png") as picture:
        return picture.convert("L")


def renew() -> None:
    """Draw the references anew."""
    FOLDER.mkdir(exist_ok=True)
    for name, table in tables().items():
        content = b"".join(xlsx.stream(table))
        (FOLDER / f"{name}.json").write_text(json.dumps(described(content), ensure_ascii=False, indent=1) + "\n")
    for name, content in papers().items():
        for number, picture in enumerate(pictures(content), 1):
            picture.quantize(16).save(FOLDER / f"{name}-{number}.png", optimize=True)


if __name__ == "__main__":
    renew()
