"""Workbooks made on the spot: ordinary ones by openpyxl, crooked ones part by part."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from openpyxl import Workbook

from sheets.headers import Column
from sheets.problems import Refused

COLUMNS = (
    Column("name", "姓名", ("名字", "学生姓名"), required=True),
    Column("document_type", "证件类型"),
    Column("document_number", "证件号码", ("身份证号", "身份证号码"), required=True),
    Column("category", "人员类别", ("类别",), required=True),
    Column("politics", "政治面貌"),
    Column("phone", "手机号", ("手机", "手机号码", "联系电话", "教工联系人手机")),
    Column("volunteer_number", "志愿者编号"),
    Column("unit", "所在单位", ("单位", "学院"), required=True),
)
HEADER = [column.title for column in COLUMNS]
PERSON = ["张三", "居民身份证", "110101196201010008", "本科生", "群众", "19900000000", "V000000000", "文学院"]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
Result = TypeVar("Result")
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
STYLES = (
    f'{DECLARATION}<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
)


def csv_of(*lines: Sequence[str], delimiter: str = ",") -> str:
    return "".join(delimiter.join(line) + "\r\n" for line in lines)


def workbook(**sheets: Sequence[Sequence[Any]]) -> Workbook:
    """An openpyxl workbook with these sheets and rows."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    return book


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def inline(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def row_of(number: int, texts: Sequence[str]) -> str:
    cells = "".join(inline(f"{chr(65 + place)}{number}", text) for place, text in enumerate(texts))
    return f'<row r="{number}">{cells}</row>'


def worksheet(*rows: str, before: str = "", after: str = "") -> str:
    return f'{DECLARATION}<worksheet xmlns="{MAIN}">{before}<sheetData>{"".join(rows)}</sheetData>{after}</worksheet>'


def parts(sheet: str) -> dict[str, str | bytes]:
    """The parts of a workbook with this one sheet, ready to be bent."""
    main, relation = "application/vnd.openxmlformats-officedocument.spreadsheetml", f"{RELATIONS}"
    return {
        "[Content_Types].xml": f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{main}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{main}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{main}.worksheet+xml"/></Types>',
        "_rels/.rels": f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{relation}"><sheets>'
        '<sheet name="名单" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{relation}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{relation}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": STYLES,
        "xl/worksheets/sheet1.xml": sheet,
    }


def packed(members: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def roster(*rows: str, before: str = "", after: str = "") -> bytes:
    """A workbook with the header in row 1 and these raw rows below it."""
    return packed(parts(worksheet(row_of(1, HEADER), *rows, before=before, after=after)))


def outcome(call: Callable[[], Result]) -> tuple[Result | None, Refused | None]:
    """What a call gives, or its refusal."""
    try:
        return call(), None
    except Refused as refused:
        return None, refused
