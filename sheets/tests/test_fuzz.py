"""Whatever bytes come, `read` gives a sheet or a refusal, and so does everything it is made of."""

import io
import zipfile
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sheets import choosing, delimited
from sheets.cage import answer
from sheets.cells import CELL_CHARACTERS, Sheet
from sheets.container import repacked
from sheets.gate import Kind, kind_of
from sheets.headers import Column, find_header
from sheets.reading import _opened, read
from sheets.tests.building import COLUMNS, HEADER, PERSON, csv_of, outcome, parts, roster, row_of, worksheet

GOOD = roster(row_of(2, PERSON), row_of(3, PERSON))
TEXT = csv_of(HEADER, PERSON, PERSON)
EXTENSIONS = st.sampled_from(["a.xlsx", "a.xls", "a.csv"])
FEW = settings(max_examples=40, deadline=None, derandomize=True)
MANY = settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def mutated(draw: Any, source: bytes) -> bytes:
    """A good file with bytes flipped, a piece cut out or repeated, or something behind it."""
    content = bytearray(source)
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(content) - 1))
        length = draw(st.integers(1, 40))
        piece = draw(st.one_of(st.binary(max_size=40), st.just(bytes(content[place : place + length]) * 2)))
        content[place : place + draw(st.sampled_from([0, 1, length]))] = piece
        content = content or bytearray(b"x")
    return bytes(content)


@st.composite
def mutated_parts(draw: Any) -> bytes:
    """A sound zip whose sheet or relations have been mangled: this reaches the parsers."""
    members = parts(worksheet(row_of(1, HEADER), row_of(2, PERSON)))
    name = draw(st.sampled_from(sorted(members)))
    members[name] = draw(mutated(str(members[name]).encode()))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for member, data in members.items():
            archive.writestr(member, data)
    return out.getvalue()


@FEW
@given(
    content=st.one_of(st.binary(max_size=200), mutated(GOOD), mutated(TEXT.encode()), mutated_parts()), name=EXTENSIONS
)
def test_read_is_total(content: bytes, name: str) -> None:
    sheet, refused = outcome(lambda: read(content, name, COLUMNS))
    assert isinstance(sheet, Sheet) if refused is None else refused.code and str(refused)


@MANY
@given(content=st.one_of(st.binary(max_size=200), mutated(GOOD), mutated_parts()))
def test_the_door_and_the_zip_refuse_or_let_through(content: bytes) -> None:
    kind, refused = outcome(lambda: kind_of(content, "a.xlsx"))
    fresh, refused = outcome(lambda: repacked(content)) if kind is Kind.WORKBOOK else (None, refused)
    if fresh:
        assert zipfile.ZipFile(io.BytesIO(fresh[0])).testzip() is None
    else:
        assert refused or kind


@MANY
@given(content=st.one_of(st.binary(max_size=200), mutated(TEXT.encode()), mutated(TEXT.encode("gb18030"))))
def test_text_is_a_sheet_or_a_refusal(content: bytes) -> None:
    documents = list(answer(content, Kind.TEXT, COLUMNS))
    assert sum("end" in document or "refused" in document for document in documents) == 1


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20).filter(
    lambda text: not text.startswith("\ufeff") and len(text) < CELL_CHARACTERS
)


@MANY
@given(
    rows=st.lists(st.lists(CELLS, min_size=8, max_size=8), min_size=1, max_size=6), delimiter=st.sampled_from(",;\t")
)
def test_whatever_stands_in_a_csv_comes_out_unchanged_or_is_named(rows: list[list[str]], delimiter: str) -> None:
    quoted = [['"{}"'.format(cell.replace('"', '""')) for cell in row] for row in rows]
    text = csv_of(HEADER, *quoted, delimiter=delimiter)
    wanted = {place: row for place, row in enumerate(rows, start=2) if any(map(_visible, row))}
    header, lines, problems = delimited.read(text.encode("utf-8-sig"), COLUMNS)
    read_rows, refused = outcome(lambda: dict(choosing.records(lines, header, problems)))
    assert problems == []
    if not wanted:
        assert refused
        assert refused.code == "rows-none"
        return
    assert read_rows == {place: [cell if _visible(cell) else None for cell in row] for place, row in wanted.items()}


def _visible(text: str) -> bool:
    return next(choosing.filled([(1, [text])]), None) is not None


ANY_CELL = st.one_of(st.none(), st.text(max_size=8), st.integers(), st.floats(), st.sampled_from(HEADER))


@MANY
@given(
    lines=st.lists(st.lists(ANY_CELL, max_size=10), max_size=12), columns=st.sampled_from([COLUMNS, COLUMNS[:1], ()])
)
def test_any_lines_have_a_header_or_none(lines: list[list[Any]], columns: tuple[Column, ...]) -> None:
    header = find_header(list(enumerate(lines, start=1)), columns)
    assert header is None or header.row <= len(lines)


@MANY
@given(lines=st.lists(st.binary(max_size=60), max_size=5))
def test_any_answer_of_the_child_is_a_sheet_or_a_refusal(lines: list[bytes]) -> None:
    def rows() -> int:
        return len(list(_opened(iter(lines))[1]))

    count, refused = outcome(rows)
    assert isinstance(count, int) if refused is None else refused.code == "file-unreadable"
