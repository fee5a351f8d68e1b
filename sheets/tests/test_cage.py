import io
import json
import os
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest

from sheets import reading
from sheets.problems import Refused
from sheets.reading import FILE_UNREADABLE, ROOT, read
from sheets.tests.building import COLUMNS, HEADER, PERSON, csv_of, roster, row_of

GOOD = csv_of(HEADER, PERSON).encode()
HEAD = '{"title": "", "header_row": 1, "columns": [["name", "姓名"]], "unknown": [], "likely": 1}\n'
ROWS = '{"rows": [[2, ["张三"]]]}\n'


def caged(script: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """What a script does inside the limits of the cage."""
    start = f"import sys; sys.path.insert(0, {ROOT!r}); from sheets.cage import lock; lock()\n"
    return subprocess.run([sys.executable, "-I", "-c", start + script, *arguments], capture_output=True, text=True)


def refusal(monkeypatch: pytest.MonkeyPatch, script: str) -> str:
    """The code of the refusal when the child runs this script instead of reading."""
    monkeypatch.setattr(reading, "START", script)
    with pytest.raises(Refused) as refused:
        read(GOOD, "名单.csv", COLUMNS)
    return refused.value.code


def test_the_cage_holds_memory_files_and_copies(tmp_path: Path) -> None:
    assert "MemoryError" in caged("bytearray(2 * 2**30)").stderr
    assert "OSError" in caged(f"with open({str(tmp_path / 'left')!r}, 'w') as left: left.write('x')").stderr
    assert (tmp_path / "left").read_text() == ""
    limits = caged("import resource as r; print(*map(r.getrlimit, (r.RLIMIT_CPU, r.RLIMIT_CORE, r.RLIMIT_NOFILE)))")
    assert limits.stdout == "(60, 60) (0, 0) (32, 32)\n"


def test_the_child_sees_no_keys_and_no_paths_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "secret")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    seen = "import json, os; print(json.dumps({'refused': [' '.join(sorted(os.environ)), os.getcwd(), {}]}))"
    assert set(refusal(monkeypatch, seen).split()) - {"LD_LIBRARY_PATH", "LC_CTYPE"} == {"OPENPYXL_LXML"}


def test_the_child_reads_workbooks_with_the_hardened_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = "import json, openpyxl as o; print(json.dumps({'refused': [f'{o.LXML} {o.DEFUSEDXML}', '', {}]}))"
    assert refusal(monkeypatch, seen) == "False True"


def test_the_child_is_as_modest_as_its_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    # In a session of its own it would share the machine with all pages half and half, however nice its worker is.
    seen = "import json, os; print(json.dumps({'refused': [f'{os.getsid(0)} {os.getpgrp() == os.getpid()}', '', {}]}))"
    assert refusal(monkeypatch, seen) == f"{os.getsid(0)} True"


@pytest.mark.parametrize(
    "script",
    [
        "import os; os.abort()",
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "raise ValueError",
        "import sys; sys.stdin.close()",
        "print('rubbish')",
        "print('[' * 100_000)",
        "print('[]')",
        "print('{\"refused\": 1}')",
        'print(\'{"refused": ["a", "b"]}\' * 2)',
        "print('{\"rows\": []}')",
        f"print({HEAD!r})",
        f"print({HEAD + ROWS!r})",
        f"""print({HEAD + ROWS + '{"end": 2, "hidden_rows": 0, "problems": [], "notices": []}'!r})""",
        f"print({HEAD + ROWS + ROWS[:9]!r})",
        "import sys\nwhile True: sys.stdout.write('x' * 2**20)",
    ],
)
def test_a_child_that_dies_or_raves_is_a_refusal(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    assert refusal(monkeypatch, script) == "file-unreadable"


def test_a_child_that_dawdles_is_killed_with_its_children(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(reading, "WALL_SECONDS", 0.5)
    note = tmp_path / "child"
    script = f"import os, time; pid = os.fork(); pid and open({str(note)!r}, 'w').write(str(pid)); time.sleep(600)"
    assert refusal(monkeypatch, script) == "file-unreadable"
    child, patient_until = int(note.read_text()), time.monotonic() + 30
    while (state := _state(child)) not in ("Z", "gone") and time.monotonic() < patient_until:
        time.sleep(0.01)  # on a busy machine it has not heard of its death yet; spared, it would sleep for minutes
    assert state in ("Z", "gone")


def _state(pid: int) -> str:
    """A killed process whose parent is gone may wait a moment for being collected: then it is a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return "gone"


def test_a_child_that_answers_before_it_has_read_does_not_block_us() -> None:
    content = b"<" + os.urandom(2) + b"x" * (8 * 2**20)
    with pytest.raises(Refused) as refused:
        read(b"PK\x03\x04" + content, "名单.xlsx", COLUMNS)
    assert refused.value.code == "file-damaged"


def test_a_workbook_that_needs_too_much_memory_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    content = roster(*[row_of(row, PERSON) for row in range(2, 10_000)])
    assert len(read(content, "名单.xlsx", COLUMNS).rows) == 9_998
    tight = reading.START.replace("main()", "from sheets import cage; cage.MEMORY = 40 * 2**20; main()")
    monkeypatch.setattr(reading, "START", tight)
    with pytest.raises(Refused) as refused:
        read(content, "名单.xlsx", COLUMNS)
    assert (refused.value.code, refused.value.message) == ("file-unreadable", FILE_UNREADABLE)


def test_two_readers_at_once_and_no_more(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = f"import os, time; p = {str(tmp_path)!r}; n = os.path.join(p, str(os.getpid())); open(n, 'w').close()\n"
    script += 'time.sleep(0.4); print(\'{"refused": ["%d", "", {}]}\' % len(os.listdir(p))); os.remove(n)'
    monkeypatch.setattr(reading, "START", script)
    counts: list[int] = []

    def one() -> None:
        with pytest.raises(Refused) as refused:
            read(GOOD, "名单.csv", COLUMNS)
        counts.append(int(refused.value.code))

    threads = [threading.Thread(target=one) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(counts) == 5
    assert max(counts) <= 2


def test_the_cage_speaks_json_and_shows_no_content_of_the_file() -> None:
    content = b"\xff\xff110101196201010008"
    out = subprocess.run(
        [sys.executable, "-I", "-c", reading.START, ROOT],
        input=json.dumps({"size": len(content), "kind": "text", "columns": []}).encode() + b"\n" + content,
        capture_output=True,
    )
    assert json.loads(out.stdout)["refused"][0] == "text-encoding"
    assert b"110101196201010008" not in out.stdout + out.stderr


def test_an_empty_zip_is_refused_without_ado() -> None:
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    with pytest.raises(Refused) as refused:
        read(empty.getvalue(), "名单.xlsx", COLUMNS)
    assert refused.value.code == "text-encoding"
