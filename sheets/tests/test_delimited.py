from collections.abc import Sequence

import pytest

from sheets import choosing, delimited
from sheets.problems import Refused
from sheets.tests.building import COLUMNS, HEADER, PERSON, csv_of

WIDE = len(HEADER)
GOOD = csv_of(HEADER, PERSON)


def read(content: bytes) -> tuple[list[tuple[int, str]], list[tuple[int | None, str]]]:
    """Row number and name of every row that was read, row number and code of every one that was not."""
    header, lines, problems = delimited.read(content, COLUMNS)
    rows = [(row, str(cells[0])) for row, cells in choosing.records(lines, header, problems)]
    return rows, [(problem.row, problem.code) for problem in problems]


def code_of(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read(content)
    return refused.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_that_offices_write(encoding: str) -> None:
    mark = {"utf-16-le": "\ufeff", "utf-16-be": "\ufeff"}.get(encoding, "")
    text = csv_of(HEADER, ["𬭎𠮷", *PERSON[1:]])
    assert read((mark + text).encode(encoding)) == ([(2, "𬭎𠮷")], [])


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_delimiters_are_told_by_the_header(delimiter: str) -> None:
    text = csv_of(["文学院志愿者名单"], [], HEADER, ["张三", *PERSON[1:]], delimiter=delimiter)
    assert read(text.encode()) == ([(4, "张三")], [])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (GOOD.encode("utf-16-le"), "text-encoding"),
        (GOOD.encode()[:-4], "text-encoding"),
        (GOOD.encode("utf-8-sig")[:-4], "text-encoding"),
        (b"\xff\xfe" + GOOD.encode("utf-16-le")[:-1], "text-encoding"),
        (GOOD.replace("张三", "张\0三").encode(), "text-encoding"),
        (GOOD.encode("utf-7"), "text-header-missing"),
        ("姓名,备注\r\n张三,无\r\n".encode(), "text-header-missing"),
        (GOOD.replace("证件号码", "号码").encode(), "columns-missing"),
        (csv_of(HEADER).encode(), "rows-none"),
        (csv_of(HEADER, [""] * WIDE, [" "] * WIDE).encode(), "rows-none"),
        ((GOOD + '"李四,').encode(), "text-quote-open"),
        ((GOOD + csv_of(['"李四', *PERSON[1:]], PERSON, PERSON)).encode(), "text-quote-open"),
        ((GOOD + csv_of(['"李四', *PERSON[1:]], [*PERSON[:-1], '文学院"'])).encode(), "text-quote-open"),
        ((GOOD + csv_of(["长" * 32_768, *PERSON[1:]])).encode(), "text-field-too-long"),
        (("\ufeff <html>" + GOOD).encode("utf-16"), "file-web-page"),
        (b"", "text-header-missing"),
    ],
)
def test_what_is_refused_as_a_whole(content: bytes, code: str) -> None:
    assert code_of(content) == code


@pytest.mark.parametrize(
    ("lines", "rows", "problems"),
    [
        ([PERSON, [""] * WIDE, [], PERSON], [(2, "张三"), (5, "张三")], []),
        ([PERSON[:-1], PERSON], [(3, "张三")], [(2, "row-fields-few")]),
        ([PERSON[:-1], [*PERSON, "多"]], [], [(2, "row-fields-few"), (3, "row-fields-many")]),
        ([[*PERSON, "多"], PERSON], [(3, "张三")], [(2, "row-fields-many")]),
        ([[*PERSON, "", " "], PERSON], [(2, "张三"), (3, "张三")], []),
        ([[*PERSON[:-1], '文"学院'], PERSON], [(3, "张三")], [(2, "row-quotes")]),
        ([['"张"三', *PERSON[1:]], PERSON], [(3, "张三")], [(2, "row-quotes")]),
        ([['"张""三"', *PERSON[1:]], PERSON], [(2, '张"三'), (3, "张三")], []),
        ([['"张\r\n三"', *PERSON[1:]], PERSON], [(2, "张\r\n三"), (3, "张三")], []),
    ],
)
def test_rows_that_do_not_fit_are_told_by_the_row_the_sender_sees(
    lines: list[Sequence[str]], rows: object, problems: object
) -> None:
    assert read(csv_of(HEADER, *lines).encode()) == (rows, problems)


def test_a_quotation_mark_in_a_column_that_is_not_read_does_no_harm() -> None:
    text = csv_of([*HEADER, "备注"], [*PERSON, '身高5"'])
    assert read(text.encode()) == ([(2, "张三")], [])


@pytest.mark.parametrize("kept", ['="{}"', '"=""{}"""'])
def test_a_number_that_was_kept_from_excel_is_the_number(kept: str) -> None:
    """As systems write it that export for Excel, with the quotation marks doubled or not."""
    text = csv_of(HEADER, [kept.format(fact) for fact in PERSON])
    _header, lines, problems = delimited.read(text.encode(), COLUMNS)
    assert (list(lines), problems) == ([(2, list(PERSON))], [])


def test_what_only_looks_like_it_is_left_alone() -> None:
    text = csv_of(HEADER, ['="张三', *PERSON[1:]], ['="张"&"三"', *PERSON[1:]], ['"=""张""三"""', *PERSON[1:]])
    assert read(text.encode()) == ([(4, '="张"三"')], [(2, "row-quotes"), (3, "row-quotes")])
