"""Cells that Excel shows as days arrive as days, however the workbook counts and shows them."""

import datetime

import pytest

from sheets.reading import read
from sheets.tests.building import COLUMNS, HEADER, packed, parts, row_of, worksheet


@pytest.mark.parametrize("cell", ['<c r="A2" s="1"><v>45000</v></c>', '<c r="A2" s="1"><f>1</f><v>45000</v></c>'])
@pytest.mark.parametrize("code", [14, 31, 57])
def test_days_since_1904_and_days_as_chinese_excel_shows_them(cell: str, code: int) -> None:
    members = parts(worksheet(row_of(1, HEADER), f'<row r="2">{cell}</row>'))
    members["xl/styles.xml"] = str(members["xl/styles.xml"]).replace('numFmtId="14"', f'numFmtId="{code}"')
    old = str(members["xl/workbook.xml"]).replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    sheet = read(packed(members | {"xl/workbook.xml": old}), "a.xlsx", COLUMNS)
    assert sheet.rows[0][1]["name"] == datetime.date(2027, 3, 16)
