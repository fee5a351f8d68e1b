"""A file while it is still being read."""

import pytest

from sheets.reading import begun
from sheets.tests.building import COLUMNS, HEADER, PERSON, csv_of, saved, workbook


@pytest.mark.parametrize(("name", "hidden"), [("a.xlsx", False), ("a.xlsx", True), ("a.csv", False)])
def test_how_many_rows_are_likely_is_known_before_they_come(name: str, hidden: bool) -> None:
    made = workbook(名单=[HEADER, *[PERSON] * 40])
    made["名单"].row_dimensions[3].hidden = hidden  # which only the slower reader sees
    content = csv_of(HEADER, *[PERSON] * 40).encode() if name == "a.csv" else saved(made)
    with begun(content, name, COLUMNS) as opened:
        sheet, rows, likely = opened()
        assert (likely, sheet.hidden_rows, len(list(rows)), sheet.hidden_rows) == (40, 0, 40, int(hidden))
