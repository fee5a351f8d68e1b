import hashlib
import io
import math
import tracemalloc

import pytest
from pypdf import PdfReader

from reports import attachment3, attachment4, pdf
from reports.pdf.faces import FOLDER, Lettering, MissingGlyph, load
from reports.pdf.fitting import fit
from reports.pdf.pages import BOTTOM, HEIGHT, SIDE, WIDTH, Pages
from reports.tables import Column, Table
from reports.tests.paper import RARE_NAMES, TEAM, heading, people, person, small_table, team_line


def drawn(table: Table, **options: str) -> bytes:
    out = io.BytesIO()
    pdf.write(table, out, **options)
    return out.getvalue()


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def one_line(text: str) -> str:
    return "".join(text.split())


def test_everything_on_the_page_can_be_copied():
    [text] = pages(drawn(attachment4.table(heading(), [person(1)]), stamp="第3版 · 校验码 7K2M"))
    for expected in (
        *("附件4", "示例大学2018年志愿者注册信息汇总表", "填报单位（盖章）：信息工程学院党委", "填报人：张伟"),
        *("联系电话：13800000000", "填报时间：2018年11月14日", "证件号码", "王芳", "410105199901010001"),
        *("V4101051811000001A", TEAM, "2018-11-12", "合计", "1人", "单位负责人签字", "注：本表一式两份。"),
        *("第1页共1页", "第3版·校验码7K2M"),
    ):
        assert expected in one_line(text)


@pytest.mark.parametrize("name", [*RARE_NAMES, "0123456789", "Müller-Lüdenscheidt", "王𪚥𬭎龙"])
def test_rare_names_print_and_can_be_copied(name):
    assert one_line(name) in one_line(pages(drawn(small_table((name, "", 1))))[0])


@pytest.mark.parametrize("digit", "0123456789")
def test_a_digit_that_stands_nowhere_else_is_printed(digit):
    content = drawn(small_table((digit, "", ""), title="表", particulars=("甲",)))
    assert digit in pages(content)[0]


@pytest.mark.parametrize(
    ("table", "character", "row"),
    [
        (small_table(("王芳", "", 1), ("王𰻝", "", 1)), "𰻝", 2),
        (small_table(("王\ue000", "", 1)), "\ue000", 1),
        (small_table(("王\u0007", "", 1)), "\u0007", 1),
        (small_table(("王\u200b", "", 1)), "\u200b", 1),
        (small_table(("王\ud840", "", 1)), "\ud840", 1),
        (small_table(("王芳", "", 1), title="𰻝"), "𰻝", 0),
        (small_table(("王芳", "", 1), notes=("𰻝",)), "𰻝", 0),
    ],
)
def test_a_character_no_face_has_stops_the_drawing(table, character, row):
    with pytest.raises(MissingGlyph) as missing:
        drawn(table)
    assert (missing.value.character, missing.value.row) == (character, row)


def test_faces_are_embedded_as_subsets_and_nothing_is_active():
    content = drawn(attachment4.table(heading(), [person(1, "𪚥𬭎", "http://example.invalid")]))
    fonts = PdfReader(io.BytesIO(content)).pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    faces = {}
    for name, font in fonts.items():
        descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
        faces[name] = (font["/Encoding"], font["/BaseFont"][7:], "/FontFile2" in descriptor, "/ToUnicode" in font)
    assert faces == {
        "/F1": ("/Identity-H", "+NotoSerifSC-Regular", True, True),
        "/F2": ("/Identity-H", "+HanaMinB", True, True),
    }
    assert len(content) < 100_000
    active = (b"/JavaScript", b"/JS", b"/URI", b"/Launch", b"/OpenAction", b"/Annots")
    assert [word for word in active if word in content] == []


def test_a_document_without_rare_characters_carries_one_face():
    fonts = PdfReader(io.BytesIO(drawn(small_table(("王芳", "1", 1))))).pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    assert list(fonts) == ["/F1"]


@pytest.mark.parametrize("payload", ["<b", "<img src=\"/etc/passwd\"/>", "&lt;", "(()\\", "]TJ ET", "=1+1"])
def test_hostile_text_is_only_text(payload):
    assert one_line(payload) in one_line(pages(drawn(small_table((payload, "", payload), title=payload)))[0])


def test_header_title_page_number_and_stamp_stand_on_every_page():
    found = [one_line(text) for text in pages(drawn(attachment4.table(heading(), people(60)), stamp="校验码7K2M"))]
    assert len(found) == 4
    for number, text in enumerate(found, 1):
        title = "示例大学2018年志愿者注册信息汇总表" + ("（续）" if number > 1 else "")
        assert all(part in text for part in (title, "附件4", "志愿者编号", f"第{number}页共4页", "校验码7K2M"))
        assert ("单位负责人签字" in text, "填报人：张伟" in text) == (number == 4, number == 1)


def test_every_row_stands_on_exactly_one_page_in_order():
    found = "".join(one_line(text) for text in pages(drawn(attachment4.table(heading(), people(100)))))
    places = [found.find(f"V4101051811{number:06d}A") for number in range(1, 101)]
    assert places == sorted(places)
    assert (min(places) > 0, [found.count(f"1380000{number:04d}") for number in range(1, 101)]) == (True, [1] * 100)


@pytest.mark.parametrize("count", range(0, 45))
def test_the_signature_has_a_row_above_it(count):
    last = one_line(pages(drawn(attachment4.table(heading(), people(count))))[-1])
    assert "单位负责人签字" in last
    assert f"合计{count}人" in last
    assert count == 0 or f"V4101051811{count:06d}A" in last


@pytest.mark.parametrize(
    "text",
    [
        *("王", "王" * 40, "王" * 20000, "a" * 20000, "zhang@example.edu.cn", "甲，" * 50, "一\n二\n三", "\n" * 300),
        "Muhammad Abdullah ibn Rashid",
    ],
    ids=lambda text: repr(text[:8]),
)
@pytest.mark.parametrize("wraps", [True, False])
def test_text_never_leaves_its_box(text, wraps):
    lettering = Lettering()
    block = fit(text, lettering, 60, 8, wraps=wraps, balanced=wraps)
    widest = max(lettering.width(line) for line in block.lines) * block.size / 1000
    assert widest <= 60.001
    assert block.height <= 150
    assert "".join(block.lines) == text.replace("\n", "")


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("审核状态", 35, ("审核", "状态")),
        ("党员已注册数", 50, ("党员已", "注册数")),
        ("注册/更名日期", 50, ("注册/", "更名日期")),
        ("zhang@example.cn", 60, ("zhang@", "example.cn")),
        ("信息，工程", 20, ("信", "息，", "工程")),
        ("一\r\n二", 44, ("一", "二")),
    ],
)
def test_lines_are_broken_where_a_reader_would(text, width, lines):
    assert fit(text, Lettering(), width, 10, balanced=True).lines == lines


def test_text_and_rules_stay_on_the_paper():
    long = team_line(unit="党" * 300, team="队" * 300, parent="组" * 300, email="e" * 200, note="备" * 2000)
    table = attachment3.table(heading("志愿服务队注册信息汇总表"), [long] * 7)
    for content in Pages(table, Lettering()).contents():
        points = [line.split() for line in content.splitlines() if line.endswith(" l")]
        xs = [float(word) for point in points for word in (point[0], point[3])]
        ys = [float(word) for point in points for word in (point[1], point[4])]
        assert (min(xs) >= SIDE - 0.1, max(xs) <= WIDTH - SIDE + 0.1) == (True, True)
        assert (min(ys) >= BOTTOM - 0.1, max(ys) <= HEIGHT) == (True, True)


def test_attachment_3_is_readable():
    table = attachment3.table(heading("志愿服务队注册信息汇总表"), [team_line()])
    assert Pages(table, Lettering()).size >= 7


def test_digits_have_one_width_so_that_numbers_line_up():
    lettering = Lettering()
    assert len({lettering.width(digit) for digit in "0123456789"}) == 1


def test_the_same_table_gives_the_same_bytes():
    drawings = [drawn(attachment4.table(heading(), people(50)), stamp="第3版") for _ in range(2)]
    assert drawings[0] == drawings[1]
    assert drawings[0] != drawn(attachment4.table(heading(), people(51)), stamp="第3版")
    information = PdfReader(io.BytesIO(drawings[0])).metadata
    assert information
    said = [str(information[key]) for key in ("/Title", "/CreationDate", "/ModDate")]
    assert said == [
        "示例大学2018年志愿者注册信息汇总表",
        "D:20181114000000+00'00'",
        "D:20181114000000+00'00'",
    ]


def test_an_aligned_column_keeps_its_side():
    columns = (Column("左", 20, align="left"), Column("中", 20), Column("右", 20, align="right"))
    left, middle, right = Pages(small_table(columns=columns), Lettering()).lanes
    half = (middle.total - 1000) / 2
    assert [left["王"], middle["王"], right["王"]] == [
        f"-250<738b>{1250 - left.total} ",
        f"{-math.floor(half)}<738b>{-math.ceil(half)} ",
        f"{1250 - right.total}<738b>-250 ",
    ]


def test_faces_are_the_reviewed_ones():
    listed = [line.split() for line in (FOLDER / "VERSIONS").read_text().splitlines() if not line.startswith("#")]
    found = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in FOLDER.iterdir()}
    del found["VERSIONS"]
    assert {name: digest for name, digest, *_ in listed} == found


def test_pages_are_packed_as_they_come():
    load("NotoSerifSC-Regular.ttf")
    tracemalloc.start()
    drawn(attachment4.table(heading(), people(5000)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000
