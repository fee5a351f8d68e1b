"""Every roster of the corpus through `read`: refused or read, how many rows, which names, how much memory."""

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sheets.headers import INVISIBLE
from sheets.reading import ROOT, read
from sheets.tests.building import COLUMNS, outcome

CORPUS = Path(os.environ.get("CORPUS_DIR") or Path(__file__).parents[3] / "shared/corpus")
MANIFEST = CORPUS / "manifest.json"
FILES: list[dict[str, Any]] = json.loads(MANIFEST.read_text())["files"] if MANIFEST.exists() else []
CANARY_PORT = 8999
SEPARATORS = str.maketrans("•．・‧.", "·····")

CODES = {
    "co01_empty.xlsx": "file-empty",
    "co03_truncated.xlsx": "file-damaged",
    "co05_bitflip.xlsx": "file-damaged",
    "co09_html_table.xls": "file-web-page",
    "co11_spreadsheetml2003.xlsx": "file-web-page",
    "co13_pdf_called.xlsx": "file-kind",
    "co15_docx_called.xlsx": "file-kind",
    "co17_xlsb_called.xlsx": "file-binary-workbook",
    "co19_macro_renamed.xlsx": "file-macros",
    "co21_html_prefix_polyglot.xlsx": "file-kind",
    "co23_gzip_called.xlsx": "file-kind",
    "co25_empty_sheet.xlsx": "header-missing",
    "co29_no_header.xlsx": "header-missing",
    "co31_only_hidden_data.xlsx": "header-hidden",
    "co34_sst_index_out_of_range.xlsx": "file-unreadable",
    "co35_chartsheet_only.xlsx": "sheets-none",
    "cs02_utf16_no_bom.csv": "text-encoding",
    "cs04_big5.csv": "text-header-missing",
    "cs06_truncated_utf8.csv": "text-encoding",
    "cs13_header_only.csv": "rows-none",
    "cs15_png.csv": "file-kind",
    "cs17_utf7.csv": "text-header-missing",
    "na13.bin": "file-name",
    "un09_nul_charref.xlsx": "xml-damaged",
    "xm01_laughs_sst.xlsx": "xml-doctype",
    "xm03_laughs_workbook.xlsx": "xml-doctype",
    "xm05_quadratic.xlsx": "xml-doctype",
    "xm07_xxe_http.xlsx": "xml-doctype",
    "xm09_parameter_entity.xlsx": "xml-doctype",
    "xm11_harmless_doctype.xlsx": "xml-doctype",
    "xm13_huge_text.xlsx": "text-too-long",
    "xm15_traversal_target.xlsx": "file-unreadable",
    "zi05_lying_size.xlsx": "file-damaged",
    "zi07_traversal_names.xlsx": "file-unsafe",
    "zi11_lzma_members.xlsx": "file-unsafe",
}
NOTICED = {
    "st01_shuffled_extra.xlsx": ["column-unknown", "column-unknown"],
    "st06_hidden_rows.xlsx": ["rows-hidden"],
}
ROW_PROBLEMS = {"cs19_quote_in_field.csv": [(4, "row-quotes")], "ce25_long_name.xlsx": [(3, "cell-too-long")]}


def test_the_corpus_is_there() -> None:
    assert FILES, f"The corpus of rosters is not at {CORPUS}: put it beside the repository or name it in CORPUS_DIR."


@pytest.fixture(scope="module")
def canary() -> Iterator[socket.socket]:
    """Where a reader that follows external entities would knock."""
    with socket.create_server(("127.0.0.1", CANARY_PORT)) as listener:
        listener.setblocking(False)
        yield listener


def told(file: dict[str, Any]) -> tuple[str, int, dict[int, str]]:
    """Refusal or "read", how many rows were seen, and the names by row."""
    content = (CORPUS / file["file"]).read_bytes()
    sheet, refused = outcome(lambda: read(content, file["upload_as"], COLUMNS))
    if sheet is None:
        assert not re.search(r"[0-9]{7}", str(refused)), "a number of a person in the sentence"
        return refused.code if refused else "", 0, {}
    assert [notice.code for notice in sheet.notices] == NOTICED.get(file["file"], [])
    assert [(problem.row, problem.code) for problem in sheet.problems] == ROW_PROBLEMS.get(file["file"], [])
    return "read", len(sheet.rows) + len(sheet.problems), {row: str(cells["name"]) for row, cells in sheet.rows}


@pytest.mark.parametrize("file", FILES, ids=[file["file"] for file in FILES])
def test_every_file_is_refused_or_read(file: dict[str, Any]) -> None:
    code, rows, names = told(file)
    assert code == CODES.get(file["file"], "read")
    if not file["expect"].startswith("reject"):
        assert rows == file["good_rows"] + file["bad_rows"]
    wanted = {int(row): name for row, name in file["checks"].get("names", {}).items()}
    assert {row: INVISIBLE.sub("", names[row]).translate(SEPARATORS) for row in wanted} == wanted


def test_nobody_knocks_at_the_canary(canary: socket.socket) -> None:
    files = [file for file in FILES if "canary_port" in file["checks"]]
    assert {told(file)[0] for file in files} == {"xml-doctype"}
    with pytest.raises(BlockingIOError):
        canary.accept()


READ_ALL = """
import json, resource, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from sheets.problems import Refused
from sheets.reading import read
from sheets.tests.building import COLUMNS
for path, name in json.load(sys.stdin):
    try:
        read(Path(path).read_bytes(), name, COLUMNS)
    except Refused:
        pass
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


@pytest.mark.parametrize("megabytes", sorted({file["max_rss_mb"] for file in FILES}))
def test_the_readers_stay_within_their_memory(megabytes: int) -> None:
    files = [(str(CORPUS / file["file"]), file["upload_as"]) for file in FILES if file["max_rss_mb"] == megabytes]
    ran = subprocess.run(
        [sys.executable, "-c", READ_ALL, ROOT], input=json.dumps(files), capture_output=True, text=True, check=True
    )
    assert 0 < int(ran.stdout) < megabytes
