"""What a printed page says of its version; the QR code is read by a decoder, as a phone would."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
import zxingcpp
from openpyxl import load_workbook
from PIL import Image, ImageDraw
from pypdf import PageObject, PdfReader

from reports import attachment3, attachment4, pdf, xlsx
from reports.pdf.faces import Lettering, MissingGlyph
from reports.pdf.marks import ROOM
from reports.pdf.pages import HEIGHT, SIDE, WIDTH, Pages
from reports.tables import PaperMark, Table
from reports.tests.paper import heading, people, team_line
from reports.tests.test_pdf import drawn, one_line, pages

CODE = "7K2M-9QXT-4HPD"
ADDRESS = f"https://volunteer.example.edu.cn/verify/{CODE}"
MARK = PaperMark("信息工程学院党委", 3, CODE, ADDRESS)
DRAFT = PaperMark("信息工程学院党委")
BOX = re.compile(r"^([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re$", re.MULTILINE)
SCALE = 4


def table(count: int, mark: PaperMark = MARK) -> Table:
    return replace(attachment4.table(heading(), people(count)), mark=mark)


def boxes(page: PageObject) -> Iterator[tuple[float, ...]]:
    """The filled boxes of a page, which are those of its last content stream."""
    streams = page["/Contents"]
    for found in BOX.findall(streams[-1].get_object().get_data().decode()):  # type: ignore[index]
        yield tuple(map(float, found))


def picture(page: PageObject) -> Image.Image:
    """The page's QR code as it is printed."""
    image = Image.new("L", (round(WIDTH * SCALE), round(HEIGHT * SCALE)), 255)
    draw = ImageDraw.Draw(image)
    for left, bottom, width, height in boxes(page):
        top = HEIGHT - bottom - height
        draw.rectangle(
            [
                round(left * SCALE),
                round(top * SCALE),
                round((left + width) * SCALE) - 1,
                round((top + height) * SCALE) - 1,
            ],
            fill=0,
        )
    return image


def test_every_page_says_what_it_is() -> None:
    content = drawn(table(60))
    ends = pdf.page_ends(table(60))
    assert (ends[-1], len(ends), list(ends)) == (60, 4, sorted(set(ends)))
    for number, (text, first, last) in enumerate(zip(pages(content), (0, *ends), ends, strict=False), 1):
        found = one_line(text)
        for said in ("信息工程学院党委第3版", f"本页序号{first + 1}–{last}", f"校验码{CODE}", f"第{number}页共4页"):
            assert said in found
        assert [f"V4101051811{row:06d}A" in found for row in (first, first + 1, last, last + 1)] == [
            False,
            True,
            True,
            False,
        ]


def test_a_page_with_one_row() -> None:
    assert "本页序号1校验码" in one_line(pages(drawn(table(1)))[0])
    three = replace(attachment3.table(heading(), [team_line()]), mark=MARK)
    assert "本页序号1校验码" in one_line(pages(drawn(three))[0])


def test_the_code_in_the_picture_leads_to_the_portal() -> None:
    for page in PdfReader(io.BytesIO(drawn(table(60)))).pages:
        (found,) = zxingcpp.read_barcodes(picture(page))
        assert (found.text, found.format) == (ADDRESS, zxingcpp.BarcodeFormat.QRCode)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8000/verify/" + CODE, "https://" + "a" * 90 + ".cn/verify/" + CODE]
)
def test_short_and_long_addresses_are_read(address: str) -> None:
    content = drawn(table(1, replace(MARK, address=address)))
    (found,) = zxingcpp.read_barcodes(picture(PdfReader(io.BytesIO(content)).pages[0]))
    assert found.text == address


def test_the_square_stays_on_the_paper_and_clear_of_the_rows() -> None:
    found = list(boxes(PdfReader(io.BytesIO(drawn(table(60)))).pages[0]))
    assert min(left for left, *_rest in found) > WIDTH * 0.9
    assert max(left + width for left, _bottom, width, _height in found) <= WIDTH - SIDE + 0.01
    assert min(bottom for _left, bottom, *_rest in found) > 12  # a printer's own margin
    assert max(bottom + height for _left, bottom, _width, height in found) < ROOM - 4


def test_rows_leave_room_for_the_marks() -> None:
    for content in Pages(table(60), Lettering(), bottom=ROOM).contents():
        lines = [line.split() for line in content.splitlines() if line.endswith(" l")]
        assert min(float(line[place]) for line in lines for place in (1, 4)) >= ROOM - 0.1


def test_a_long_name_stays_left_of_the_page_number() -> None:
    text = pages(drawn(table(3, replace(MARK, unit="长" * 60))))[0]
    assert "长" * 60 in one_line(text)


def test_a_draft_says_so_on_every_page_and_bears_no_code() -> None:
    for text in pages(drawn(table(60, DRAFT))):
        found = one_line(text)
        assert ("未报送" in found, "草稿，尚未报送，不能作为签字盖章的纸质版。" in found, "校验码7" in found) == (
            True,
            True,
            False,
        )
    content = drawn(table(60, DRAFT))
    assert [list(boxes(page)) for page in PdfReader(io.BytesIO(content)).pages] == [[]] * 4


def test_a_stamp_stands_above_the_marks() -> None:
    found = one_line(pages(drawn(table(3), stamp="导出编号000001"))[0])
    assert ("导出编号000001" in found, f"校验码{CODE}" in found) == (True, True)


def test_the_same_mark_gives_the_same_bytes() -> None:
    assert drawn(table(30)) == drawn(table(30))
    assert drawn(table(30)) != drawn(table(30, replace(MARK, version=4)))


def test_a_unit_no_face_can_print_stops_the_drawing() -> None:
    with pytest.raises(MissingGlyph) as missing:
        drawn(table(3, replace(MARK, unit="𰻝学院")))
    assert (missing.value.character, missing.value.row) == ("𰻝", 0)


@pytest.mark.parametrize(("mark", "left"), [(MARK, "第 3 版"), (DRAFT, "草稿，尚未报送")])
def test_the_workbook_points_to_the_paper(mark: PaperMark, left: str) -> None:
    out = io.BytesIO()
    xlsx.write(table(3, mark), out)
    footer = load_workbook(out).worksheets[0].oddFooter
    assert (footer.left.text, footer.center.text, footer.right.text) == (
        left, "第 &P 页  共 &N 页", "签字盖章请打印带校验码的PDF",
    )  # fmt: skip
