"""Whatever stands in a name stays text in every file that leaves the house (SECURITY C16)."""

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from reports import attachment4, pdf, xlsx
from reports.exporting import FORMS, export
from reports.tables import Table
from reports.tests.paper import heading, person
from volunteer_portal.tests.corpus import CORPUS
from volunteer_portal.tests.school import School, two_units
from volunteers.models import Volunteer

FORMULAS = [
    "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1+1)*cmd", "\t=1+1", "=1+1", "＝1+1",
    '=HYPERLINK("http://127.0.0.1:9/?"&C2,"点")', "%0A=1+1", "；=1+1", '","=1+1', "=IMPORTXML(1,2)", "|calc",
    "张三\n=1+1", "-abc", "- 王", "·王",
]  # fmt: skip
MARKUP = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}", "{% debug %}",
    "${jndi:ldap://127.0.0.1/a}", "' OR '1'='1", "%s%s%n", "../../etc/passwd", "<b>王</b>", "javascript:alert(1)",
    r"\u003cscript\u003e", "王伟<para>", "&lt;x&gt;",
]  # fmt: skip
PAPER = [
    "<b", "<img src=\"/etc/passwd\"/>", "<a href=\"http://127.0.0.1:9/\">王</a>", "<font color=red>", "]TJ ET",
    "(()\\", ") Tj (", "%PDF-1.7", "endstream endobj", "/JavaScript /Launch /URI", "<</S/URI/URI(x)>>", "&#65;", "<!--",
]  # fmt: skip
LONG = "阿卜杜" * 6666 + "王王"
PAYLOADS = [*FORMULAS, *MARKUP, *PAPER, LONG]
ACTIVE = {"/JavaScript", "/JS", "/Launch", "/URI", "/EmbeddedFile", "/EmbeddedFiles", "/OpenAction", "/AA", "/Annots"}


def people() -> Iterator[attachment4.Person]:
    """Somebody for each payload, who has it in every cell of text."""
    for number, payload in enumerate(PAYLOADS, 1):
        yield person(number, payload, payload)._replace(number=payload, team=payload, politics=payload)


def hostile(title: str = "表") -> Table:
    """Attachment 4 of them."""
    return attachment4.table(heading(title), people())


def titled(payload: str) -> Table:
    """Attachment 4 of nobody, with a payload all around."""
    return attachment4.table(heading(payload, unit=payload, filled_by=payload, notes=(payload,)), [])


def parts(content: bytes) -> dict[str, str]:
    """The parts of a workbook as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def active_in_workbook(content: bytes) -> list[str]:
    """What a spreadsheet program would calculate, follow or load."""
    found = []
    for name, text in parts(content).items():
        found += [f"{name}: {tag}" for tag in re.findall(r"<(?:\w+:)?(?:f|hyperlink|oleObject|ddeLink)[ >/]", text)]
        found += [f"{name}: {mode}" for mode in re.findall(r'TargetMode="External"', text)]
        cells = re.findall(r"<c ([^>]*)>(<(?:is|v)>)?", text)
        found += [f"{name}: {cell}" for cell, holds in cells if holds == "<is>" and 't="inlineStr"' not in cell]
        found += [f"{name}: {cell}" for cell, holds in cells if holds == "<v>" and re.search(r't="(?!n")', cell)]
    return found


def test_the_payloads_are_those_of_the_corpus() -> None:
    if not CORPUS.exists():
        pytest.skip("no corpus here")
    book = CalamineWorkbook.from_path(str(CORPUS / "ce29_markup_in_units.xlsx")).get_sheet_by_index(0).to_python()
    assert [row[-1] for row in book[1:14]] == MARKUP
    listed = (CORPUS / "ce27_formula_injection.csv").read_text()
    assert [payload for payload in FORMULAS if payload.replace('"', '""') not in listed] == []
    assert (len(FORMULAS) + len(MARKUP), len(PAPER), len(LONG)) == (30, 13, 20000)


@pytest.mark.parametrize("count", [1, 2], ids=["one sheet", "two sheets"])
def test_nothing_in_a_workbook_is_calculated_or_followed(count: int) -> None:
    tables, names = [hostile() for _sheet in range(count)], ["甲", "乙"][:count]
    notes = [("用途", payload) for payload in PAYLOADS]
    content = b"".join(xlsx.stream(*tables, names=names, notes=notes))
    assert active_in_workbook(content) == []
    for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets[:count]:
        rows = sheet.iter_rows(min_row=5, max_row=4 + len(PAYLOADS))
        shown = [[cell.value for cell in row if cell.column in (2, 5, 6, 11, 14)] for row in rows]
        assert shown == [[payload] * 5 for payload in PAYLOADS]


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_a_title_is_only_text(payload: str) -> None:
    content = b"".join(xlsx.stream(titled(payload), notes=[(payload, payload)]))
    assert active_in_workbook(content) == []
    assert openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]["A2"].value == f"示例大学2018年{payload}"


def test_the_search_finds_what_is_active() -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.worksheets[0]["A1"] = "=1+1"
    book.worksheets[0]["A2"].hyperlink = "http://127.0.0.1:9/"
    book.save(out)
    assert sorted({found.partition(": ")[2] for found in active_in_workbook(out.getvalue())}) == [
        "<f>", "<hyperlink ", 'TargetMode="External"'
    ]  # fmt: skip


def active_on_paper(content: bytes) -> set[str]:
    """Keys of dictionaries in a PDF by which a reader would run, follow or load something."""
    reader, found = PdfReader(io.BytesIO(content)), set()
    for number in range(1, len(reader.xref[0]) + 1):
        found |= set(keys_of(reader.get_object(number))) & ACTIVE
    return found


def keys_of(thing: Any) -> Iterator[str]:
    """All keys and names in an object, however deep; references lead to objects that are looked at themselves."""
    if isinstance(thing, dict):
        for key, value in thing.items():
            yield from (str(key), *keys_of(value))
    elif isinstance(thing, list):
        for value in thing:
            yield from keys_of(value)
    elif isinstance(thing, str) and thing.startswith("/"):
        yield thing


def squeezed(text: str) -> str:
    """Text without white space, as lines are broken on paper."""
    return "".join(text.split())


def test_nothing_on_paper_is_active_and_every_letter_can_be_copied() -> None:
    content = b"".join(pdf.stream(hostile()))
    assert active_on_paper(content) == set()
    text = squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))
    assert [payload for payload in PAYLOADS if text.count(squeezed(payload)) < 5] == []


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_a_title_on_paper_is_only_text(payload: str) -> None:
    content = b"".join(pdf.stream(titled(payload), stamp=payload))
    assert active_on_paper(content) == set()
    assert squeezed(payload) in squeezed(PdfReader(io.BytesIO(content)).pages[0].extract_text())


WATCHED = """
import sys
from reports.tests.test_hostile_names import hostile
from reports import pdf, xlsx
for draw in (pdf.stream, xlsx.stream):
    list(draw(hostile()))
seen = []
sys.addaudithook(lambda event, found: event in ("open", "socket.connect", "subprocess.Popen") and seen.append(found[0]))
for draw in (pdf.stream, xlsx.stream):
    list(draw(hostile("<img src='/etc/passwd'/>")))
print(seen)
"""


def test_drawing_opens_no_file_and_no_connection() -> None:
    """Measured in a process of its own, once the faces are loaded: a watch cannot be taken off again."""
    script = f"import os\nos.environ['DJANGO_SETTINGS_MODULE'] = 'volunteer_portal.settings'\n{WATCHED}"
    ready = "import django, os\nos.environ['DJANGO_SETTINGS_MODULE'] = 'volunteer_portal.settings'\ndjango.setup()\n"
    ran = subprocess.run([sys.executable, "-c", ready + script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


@pytest.fixture
def school(db: None) -> School:
    """Two units whose people, and one unit itself, have such names, whatever the forms would have said."""
    made = two_units()
    short = [payload for payload in PAYLOADS if len(payload) <= 50]
    for person_, payload in zip(Volunteer.objects.order_by("pk"), short, strict=False):
        Volunteer.objects.filter(pk=person_.pk).update(name=payload, remark=payload, school_number=payload[:32])
    made.theirs.unit_year.name = "=1+1/[党]:*?'"
    made.theirs.unit_year.save()
    return made


@pytest.mark.parametrize("drawing", FORMS)
def test_from_the_database_too(school: School, drawing: str) -> None:
    at = datetime(2018, 11, 9, tzinfo=UTC)
    made = export(4, school.campaign, None, drawing, clear=True, reason="=1+1 归档", by=None, at=at)
    content = b"".join(made.content)
    if drawing in ("xlsx", "sheets"):
        assert active_in_workbook(content) == []
    papers = [content] if drawing == "pdf" else []
    if drawing == "zip":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert [name for name in archive.namelist() if re.search(r'[/\\:*?"<>|]', name)] == []
            papers = [archive.read(name) for name in archive.namelist()]
    assert [active_on_paper(paper) for paper in papers] == [set()] * len(papers)
