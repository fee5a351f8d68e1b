"""`manage.py import_roster`: the whole corpus, exactly the keys of DESIGN 5, and how it is refused."""

from pathlib import Path
from typing import Any

import pytest

from campaigns.models import Campaign
from volunteer_portal.tests.acts import Ran, entry, manage, recorded
from volunteer_portal.tests.corpus import CLEAR_NUMBER, CORPUS, FILES, corpus_school, is_refused
from volunteers.models import RosterImport, Volunteer

KEYS = ["rows", "accepted", "created", "updated", "unchanged", "held", "ignored", "problems", "notices"]


@pytest.fixture
def campaign(db: None) -> Campaign:
    return corpus_school()


def sent(file: dict[str, Any], folder: Path) -> Path:
    """The file under a name that ends as the sender's does."""
    path = folder / f"roster.{file['upload_as'].rpartition('.')[2]}"
    path.write_bytes((CORPUS / file["file"]).read_bytes())
    return path


def test_the_corpus_is_there() -> None:
    assert FILES, f"The corpus of rosters is not at {CORPUS}: put it beside the repository or name it in CORPUS_DIR."


@pytest.mark.parametrize("unit", [(), ("--unit", "cs")], ids=["of the column", "given"])
@pytest.mark.parametrize("file", FILES, ids=lambda file: file["file"])
def test_file_of_the_corpus(campaign: Campaign, tmp_path: Path, file: dict[str, Any], unit: tuple[str, ...]) -> None:
    ran = manage("import_roster", sent(file, tmp_path), *unit, "--json")
    assert CLEAR_NUMBER.findall(ran.out + ran.err) == []
    if is_refused(file):
        check_refused(ran, file)
    else:
        check_accepted(ran, file)


def check_refused(ran: Ran, file: dict[str, Any]) -> None:
    """Exit code 1, one error on stdout, its sentence on stderr, nobody stored."""
    assert (ran.code, list(ran.json), sorted(ran.json["error"])) == (1, ["error"], ["code", "message"])
    message = ran.json["error"]["message"]
    assert message in ran.err
    assert any(word in message for word in file["must_say"]), message
    assert Volunteer.objects.count() == 0


def check_accepted(ran: Ran, file: dict[str, Any]) -> None:
    """The good rows are people, the bad ones have problems, and no row vanished."""
    assert (ran.code, ran.err, list(ran.json)) == (0, "", KEYS)
    answer, good, bad = ran.json, file["good_rows"], file["bad_rows"]
    assert {key: answer[key] for key in KEYS[:7]} == {
        "rows": good + bad, "accepted": good, "created": good, "updated": 0, "unchanged": 0, "held": 0, "ignored": bad,
    }  # fmt: skip
    assert len({problem["row"] for problem in answer["problems"]}) == bad
    assert {tuple(found) for found in answer["problems"] + answer["notices"]} <= {("row", "column", "code", "message")}
    assert Volunteer.objects.count() == good


@pytest.mark.parametrize("name", ["ok01_openpyxl.xlsx", "co07_old_excel.xls", "ok07_gbk.csv"])
def test_the_same_file_twice_changes_nothing(campaign: Campaign, name: str) -> None:
    manage("import_roster", CORPUS / name)
    before = list(Volunteer.objects.values())
    answer = manage("import_roster", CORPUS / name, "--json").json
    assert {key: answer[key] for key in KEYS[:7]} == {
        "rows": 20, "accepted": 20, "created": 0, "updated": 0, "unchanged": 20, "held": 0, "ignored": 0,
    }  # fmt: skip
    assert list(Volunteer.objects.values()) == before


def test_dry_run_stores_nothing(campaign: Campaign) -> None:
    answer = manage("import_roster", CORPUS / "ok01_openpyxl.xlsx", "--dry-run", "--json").json
    assert (answer["accepted"], answer["created"]) == (20, 20)
    assert (Volunteer.objects.count(), RosterImport.objects.count(), recorded()) == (0, 0, [])


def test_with_a_unit_everybody_belongs_to_it(campaign: Campaign) -> None:
    answer = manage("import_roster", CORPUS / "ok01_openpyxl.xlsx", "--unit", "lit", "--json").json
    assert (answer["accepted"], answer["notices"][0]["code"]) == (20, "unit-of-another")
    assert set(Volunteer.objects.values_list("unit_year__unit__code", flat=True)) == {"lit"}


def test_without_a_unit_the_column_decides(campaign: Campaign) -> None:
    manage("import_roster", CORPUS / "ok01_openpyxl.xlsx")
    counts = Volunteer.objects.order_by("unit_year__position").values_list("unit_year__unit__code", flat=True)
    assert len(set(counts)) > 1


def test_who_belongs_to_another_unit_is_held(campaign: Campaign) -> None:
    manage("import_roster", CORPUS / "ok01_openpyxl.xlsx", "--unit", "lit")
    answer = manage("import_roster", CORPUS / "ok01_openpyxl.xlsx", "--unit", "me", "--json").json
    assert {key: answer[key] for key in KEYS[:7]} == {
        "rows": 20, "accepted": 0, "created": 0, "updated": 0, "unchanged": 0, "held": 20, "ignored": 0,
    }  # fmt: skip
    assert {problem["code"] for problem in answer["problems"]} == {"person-of-another-unit"}
    assert set(Volunteer.objects.values_list("unit_year__unit__code", flat=True)) == {"lit"}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("nothing.xlsx",), "file-missing"),
        ((CORPUS / "ok01_openpyxl.xlsx", "--unit", "nowhere"), "not-found"),
        ((CORPUS / "ok01_openpyxl.xlsx", "--unit", ""), "not-found"),
        ((CORPUS,), "file-unreadable"),
    ],
    ids=str,
)
def test_refused(campaign: Campaign, words: tuple[Any, ...], code: str) -> None:
    ran = manage("import_roster", *words, "--json")
    assert (ran.code, ran.json["error"]["code"]) == (1, code)
    assert ran.json["error"]["message"] in ran.err


def test_a_file_of_rows_that_could_not_be_read(campaign: Campaign, tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("姓名,证件号码,人员类别,所在单位\n张三,110101196201010008\n李四\n")
    error = manage("import_roster", path, "--json").json["error"]
    assert (error["code"], error["message"]) == (
        "no-good-row", "文件中没有一行可以接受。请从第2行开始更正，再重新上传。 此行有2格，表头有4列，未读取。",
    )  # fmt: skip


def test_before_the_first_year(db: None) -> None:
    ran = manage("import_roster", CORPUS / "ok01_openpyxl.xlsx", "--json")
    assert (ran.code, ran.json["error"]["code"]) == (1, "not-found")


@pytest.mark.parametrize("words", [(), ("a.xlsx", "b.xlsx"), ("a.xlsx", "--what")])
def test_wrong_words(words: tuple[str, ...]) -> None:
    assert manage("import_roster", *words).code == 2


def test_it_is_recorded(campaign: Campaign) -> None:
    manage("import_roster", CORPUS / "ok01_openpyxl.xlsx", "--unit", "lit")
    received = RosterImport.objects.get()
    found = recorded()
    assert [kept["action"] for kept in found][:: len(found) - 1] == ["roster-received", "roster-applied"]
    expected: dict[str, Any] = {
        "rows": 20,
        "accepted": 20,
        "created": 20,
        "updated": 0,
        "unchanged": 0,
        "held": 0,
        "ignored": 0,
        "claims": 0,
    }
    applied = found[-1]
    assert applied == entry("roster-applied", received, unit="lit", by=None, at=applied["at"], **expected)


def test_for_people(campaign: Campaign) -> None:
    ran = manage("import_roster", CORPUS / "ce06_bad_check_digit.xlsx")
    assert ran.code == 0
    assert ran.out.splitlines()[:2] == ["rows: 20", "accepted: 18"]
    assert len([line for line in ran.out.splitlines() if " 证件号码 " in line]) == 2
