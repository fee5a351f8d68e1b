"""Files as other programs, and people who mean harm, write them: read in full, or refused with the reason."""

import io
import struct
import zipfile
from collections.abc import Callable

import pytest

from sheets.cells import Odd
from sheets.container import repacked
from sheets.parts import BLANKS_THAT_MATTER, simplified
from sheets.problems import Refused
from sheets.reading import read
from sheets.tests.building import (
    COLUMNS,
    HEADER,
    MAIN,
    PERSON,
    RELATIONS,
    csv_of,
    inline,
    outcome,
    packed,
    parts,
    row_of,
    saved,
    workbook,
)
from sheets.tests.building import worksheet as sheet_of

SHEET, BOOK, BOOK_RELATIONS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
GOOD = parts(sheet_of(row_of(1, HEADER), row_of(2, PERSON)))
TEXT = csv_of(HEADER, PERSON)


def people(content: bytes, name: str = "名单.xlsx") -> object:
    """Row number and name of everybody in a file, or the code of its refusal."""
    sheet, refused = outcome(lambda: read(content, name, COLUMNS))
    return [(row, cells["name"]) for row, cells in sheet.rows] if sheet else refused and refused.code


def bent(part: str, change: Callable[[str], str] | None) -> bytes:
    """The good workbook with one part changed, or left out."""
    members = {name: data for name, data in GOOD.items() if name != part or change}
    return packed(members | ({part: change(str(GOOD[part]))} if change else {}))


def with_strings(number: str) -> bytes:
    """The good workbook with its name in a list of strings, by this number."""
    cell = inline("A2", PERSON[0])
    shared = f'<Relationship Id="rId3" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    return packed(
        {
            **GOOD,
            SHEET: str(GOOD[SHEET]).replace(cell, f'<c r="A2" t="s"><v>{number}</v></c>'),
            BOOK_RELATIONS: str(GOOD[BOOK_RELATIONS]).replace("</Rel", f"{shared}</Rel"),
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>姓名</t></si><si><t>张三</t></si></sst>',
        }
    )


def titled_alike() -> bytes:
    """Two sheets of one title, the first one hidden: an old roster."""
    old = sheet_of(row_of(1, HEADER), row_of(2, ["李四", *PERSON[1:]]))
    sheets = '<sheet name="名单" sheetId="2" state="hidden" r:id="rId9"/><sheet name="名单" sheetId="1" r:id="rId1"/>'
    relation = f'<Relationship Id="rId9" Type="{RELATIONS}/worksheet" Target="worksheets/old.xml"/>'
    book, relations = str(GOOD[BOOK]), str(GOOD[BOOK_RELATIONS])
    return packed(
        {
            **GOOD,
            BOOK: book.replace('<sheet name="名单" sheetId="1" r:id="rId1"/>', sheets),
            BOOK_RELATIONS: relations.replace("</Rel", f"{relation}</Rel"),
            "xl/worksheets/old.xml": old,
        }
    )


def strict(*rows: str) -> bytes:
    """A workbook as Excel saves it as “Strict Open XML”."""
    names = (
        ("schemas.openxmlformats.org/spreadsheetml/2006/main", "purl.oclc.org/ooxml/spreadsheetml/main"),
        ("schemas.openxmlformats.org/officeDocument/2006/", "purl.oclc.org/ooxml/officeDocument/"),
    )
    members = {name: str(data) for name, data in parts(sheet_of(row_of(1, HEADER), *rows)).items()}
    for usual, other in names:
        members = {name: data.replace(usual, other) for name, data in members.items()}
    return packed(members)


def zipped(**how: bool) -> bytes:
    """The good workbook in a zip of another make: with zip64 records, folders, or sizes behind the data."""
    out = io.BytesIO()
    sink = Unseekable(out) if how.get("streamed") else out
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        if how.get("folders"):
            archive.writestr("xl/", "")
        for name, data in GOOD.items():
            with archive.open(name, "w", force_zip64=how.get("zip64", False)) as member:
                member.write(str(data).encode())
    return out.getvalue()


def declared(*sizes: int) -> bytes:
    """The good workbook with more members, of which the directory says that they are this large."""
    content = bytearray(packed({**GOOD, **{f"xl/{place}.xml": "<a/>" for place in range(len(sizes))}}))
    for place, size in enumerate(sizes):
        struct.pack_into("<I", content, content.rindex(f"xl/{place}.xml".encode()) - 46 + 24, size)
    return bytes(content)


class Unseekable:
    """A sink like a network connection: sizes can only follow the data."""

    def __init__(self, out: io.BytesIO) -> None:
        self.write, self.flush = out.write, out.flush


@pytest.mark.parametrize(
    "content",
    [
        strict(row_of(2, PERSON)),
        strict(row_of(2, PERSON), '<row r="3" hidden="1"/>'),  # which the slower reader reads
        bent("xl/styles.xml", None),
        bent(BOOK_RELATIONS, lambda part: part.replace('"worksheets/', '"/xl/worksheets/')),
        bent(SHEET, lambda part: part.replace("张三", "<![CDATA[张三]]>")),
        bent(SHEET, lambda part: part.replace("张三", "张&#x4E09;")),
        bent(SHEET, lambda part: part.replace("</sheetData>", "</sheetData>" + "<a>" * 100_000 + "</a>" * 100_000)),
        with_strings("1"),
        with_strings("\n  1"),
        titled_alike(),
        zipped(zip64=True),
        zipped(folders=True),
        zipped(streamed=True),
        saved(workbook(**{f"s{number}": [["x"]] for number in range(49)}, 名单=[HEADER, PERSON])),
    ],
)
def test_what_other_programs_write_is_read(content: bytes) -> None:
    assert people(content) == [(2, "张三")]


def borders(count: int) -> list[str]:
    """Rows in which nothing stands, as borders around whole columns leave them."""
    return [
        f'<row r="{row}" spans="1:3"><c r="A{row}" s="1"/><c r="B{row}" s="1"></c></row>' for row in range(3, count)
    ]


def test_a_million_cells_with_borders_only_are_left_aside() -> None:
    last = BLANKS_THAT_MATTER + 10
    content = packed(parts(sheet_of(row_of(1, HEADER), row_of(2, PERSON), *borders(last), row_of(last, PERSON))))
    fresh, _plain = repacked(content)
    with zipfile.ZipFile(io.BytesIO(fresh)) as archive:
        assert len(archive.read(SHEET)) < 4000
    assert people(content) == [(2, "张三"), (last, "张三")]


def test_few_blank_cells_are_left_where_they_are() -> None:
    part = sheet_of(row_of(1, HEADER), *borders(100)).encode()
    assert simplified(part) == part


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (bent(SHEET, None), "file-unreadable"),
        (bent(BOOK_RELATIONS, None), "file-unreadable"),
        (bent(BOOK, None), "file-unreadable"),
        (bent(BOOK, lambda part: part.replace("<sheets>", "<!--").replace("</sheets>", "-->")), "sheets-none"),
        (with_strings("-1"), "file-damaged"),
        (with_strings("x"), "file-damaged"),
        (with_strings("2"), "file-unreadable"),
        (bent(SHEET, lambda part: part.replace("张三", "&#xD800;")), "xml-damaged"),
        (bent(SHEET, lambda part: part.replace('r="2"', 'r="0"').replace('2" t', '0" t')), "file-damaged"),
        (bent(SHEET, lambda part: part.replace('"A2"', '"ZZZZ2"')), "file-unreadable"),
        (packed({**GOOD, "xl/worksheets/b.xml": "<a>" + " " * (201 * 2**20) + "</a>"}), "file-unpacked-too-large"),
        (packed({**GOOD, **{f"xl/{n}.xml": "<a>" + " " * (90 * 2**20) for n in "abc"}}), "file-unpacked-too-large"),
        (saved(workbook(**{f"s{number}": [["x"]] for number in range(50)}, 名单=[HEADER, PERSON])), "sheets-too-many"),
        (saved(workbook(名单=[["x"]] * 10 + [HEADER, PERSON])), "header-missing"),
        (saved(workbook(名单=[[None] * 60 + HEADER, [None] * 60 + PERSON])), "columns-missing"),
    ],
)
def test_what_cannot_be_trusted_is_refused(content: bytes, code: str) -> None:
    assert people(content) == code


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (TEXT.replace("\r\n", "\r").encode(), [(2, "张三")]),
        (TEXT.replace("\r\n", "\n").encode(), [(2, "张三")]),
        (b"\xef\xbb\xbf\xef\xbb\xbf" + TEXT.encode(), [(2, "张三")]),
        (("sep=;\r\n" + TEXT.replace(",", ";")).encode(), [(3, "张三")]),
        (TEXT.replace(",", "\t").encode("gb18030"), [(2, "张三")]),
        ("\r\n".join('"' + line.replace(",", '","') + '"' for line in TEXT.splitlines()).encode(), [(2, "张三")]),
        ("\r\n".join('"' + line.replace(",", '", "') + '"' for line in TEXT.splitlines()).encode(), [(2, "张三")]),
        ((TEXT + csv_of(['"李四', *PERSON[1:]], PERSON, ['王五"', *PERSON[1:]])).encode(), "text-quote-open"),
        (TEXT.encode("utf-32"), "text-encoding"),
        (TEXT.encode("utf-32-le"), "text-encoding"),
        (TEXT.encode() + csv_of(PERSON).encode("gb18030"), "text-encoding"),
        (b"\xef\xbb\xbf \r\n", "text-header-missing"),
        (b"\xff\xfe", "text-header-missing"),
        (TEXT.replace(",", "|").encode(), "text-header-missing"),
        (TEXT.replace(",", "，").encode(), "text-header-missing"),
        (TEXT.encode("hz"), "text-header-missing"),
    ],
)
def test_text_of_every_make(content: bytes, expected: object) -> None:
    assert people(content, "名单.csv") == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('<c r="A3" t="str"><f>IF(B3,"")</f><v></v></c>', None),  # a result is stored, and it is no text at all
        ('<c r="A3" t="str"><f>IF(B3,"")</f></c>', Odd.FORMULA),
        ('<c r="A3"><f>1+1</f><v></v></c>', Odd.FORMULA),
        ('<c r="A3"><v>NaN</v></c>', Odd.ERROR),
        ('<c r="A3"><v>1e400</v></c>', Odd.ERROR),
        ('<c r="A3"><v>\n110101196201010008</v></c>', 1.1010119620101002e17),
    ],
)
def test_what_is_stored_is_told_as_it_is(cell: str, expected: object) -> None:
    rows = row_of(2, PERSON), f'<row r="3">{cell}<c r="B3"><v>1</v></c></row>'
    sheet = read(packed(parts(sheet_of(row_of(1, HEADER), *rows))), "名单.xlsx", COLUMNS)
    assert sheet.rows[1][1]["name"] == expected


def test_a_zip_whose_members_lie_over_one_another_is_refused() -> None:
    """The directory names one member twice, at one place, under two names (CVE-2024-0450)."""
    content = packed({"a.xml": "<a/>", **GOOD})
    record = content.index(b"PK\x01\x02")
    entry = content[record : content.index(b"PK\x01\x02", record + 4)]
    end = content.rindex(b"PK\x05\x06")
    count = content[end + 8] + 1
    size = int.from_bytes(content[end + 12 : end + 16], "little") + len(entry)
    tail = content[end : end + 8] + bytes([count, 0]) * 2 + size.to_bytes(4, "little") + content[end + 16 :]
    with pytest.raises(Refused) as refused:
        repacked(content[:end] + entry.replace(b"a.xml", b"b.xml") + tail)
    assert refused.value.code == "file-unsafe"
