"""Which column is which: asked once, kept for the file, remembered for the unit, forgotten when told to."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from units.models import UnitYear
from volunteer_portal.tests.acts import entry, manage, recorded
from volunteer_portal.tests.school import stored_campaign, stored_contact, stored_unit
from volunteers.models import RosterImport
from volunteers.roster.column_choice import choose_columns, forget_columns
from volunteers.roster.remembering import remembered
from volunteers.tests.rosters import HEADER, after, again, as_csv, codes, examined, is_complete, line

pytestmark = pytest.mark.django_db
CRYPTIC = ["XM", "SFZ", "LB", "政治面貌", "志愿者编号", "备注"]
WORDS = {"XM": "name", "SFZ": "document_number", "LB": "category", "备注": ""}


@pytest.fixture
def unit_year() -> UnitYear:
    return stored_unit(stored_campaign())


def asked_about(received: RosterImport) -> list[tuple[str, str]]:
    return [(column["label"], column["guess"]) for column in received.kept("mending")["to_name"]["columns"]]


def test_an_unknown_header_asks_and_is_then_read(unit_year: UnitYear) -> None:
    contact, now = stored_contact(unit_year, "contact"), timezone.now()
    unclear = examined(unit_year, as_csv(line(1), line(2), header=CRYPTIC))
    assert (unclear.state, unclear.report["refused"]["code"], bool(unclear.upload_sealed)) == (
        "refused", "columns-missing", True,
    )  # fmt: skip
    assert asked_about(unclear) == [
        ("XM", "name"), ("SFZ", "document_number"), ("LB", "category"), ("政治面貌", "politics"),
        ("志愿者编号", "volunteer_number"),
    ]  # fmt: skip
    read = after(choose_columns(unclear, WORDS, by=contact, at=now), unclear)
    assert (read.state, read.report["counts"]["created"], is_complete(read)) == ("checked", 2, True)
    assert recorded()[-1] == entry(
        "roster-columns-named", read, unit="cs", by=contact, at=now, columns=["category", "document_number", "name"]
    )
    assert [notice["params"] for notice in read.report["notices"] if notice["code"] == "columns-as-said"] == [
        {"columns": "XM → 姓名、SFZ → 证件号码、LB → 人员类别"}
    ]


def test_next_time_it_is_read_silently_with_a_notice(unit_year: UnitYear) -> None:
    contact = stored_contact(unit_year, "contact")
    first = examined(unit_year, as_csv(line(1), header=CRYPTIC))
    after(choose_columns(first, WORDS, by=contact, at=timezone.now()), first)
    second = examined(unit_year, as_csv(line(2), header=[CRYPTIC[1], CRYPTIC[0], *CRYPTIC[2:]][:6]))
    third = examined(unit_year, as_csv(line(2), header=CRYPTIC))
    # The second file calls the number XM: it is read as said, and every row is at fault.
    assert (second.report["refused"]["code"], third.state) == ("no-good-row", "checked")
    forget_columns(unit_year, by=contact, at=timezone.now())
    assert (remembered(unit_year), recorded()[-1]["action"]) == ({}, "roster-columns-forgotten")
    assert examined(unit_year, as_csv(line(2), header=CRYPTIC)).report["refused"]["code"] == "columns-missing"


def test_another_unit_is_asked_itself(unit_year: UnitYear) -> None:
    first = examined(unit_year, as_csv(line(1), header=CRYPTIC))
    after(choose_columns(first, WORDS, by=stored_contact(unit_year, "contact"), at=timezone.now()), first)
    other = stored_unit(unit_year.campaign, "law", "法学院", position=2)
    assert examined(other, as_csv(line(2), header=CRYPTIC)).report["refused"]["code"] == "columns-missing"


@pytest.mark.parametrize(
    ("state", "said", "expected"),
    [
        ("checked", {"words": {"甲": "name", "乙": "", "C列": "phone"}, "headless": False}, {"甲": "name"}),
        ("applied", {"words": {"甲": "name"}, "headless": False}, {"甲": "name"}),
        ("abandoned", {"words": {"甲": "name"}, "headless": False}, {}),
        ("refused", {"words": {"甲": "name"}, "headless": False}, {}),
        ("checked", {"words": {"A列": "name"}, "headless": True}, {}),
    ],
)
def test_what_is_remembered(unit_year: UnitYear, state: str, said: dict[str, object], expected: object) -> None:
    RosterImport.objects.create(
        campaign=unit_year.campaign, unit_year=unit_year, state=state, columns_said=said, at=timezone.now()
    )
    assert remembered(unit_year) == expected


def test_without_a_header_the_letters_are_asked_about(unit_year: UnitYear) -> None:
    contact = stored_contact(unit_year, "contact")
    pasted = "\t".join(line(1)[:3]) + "\r\n" + "\t".join(line(2)[:3])
    unclear = examined(unit_year, pasted.encode(), "粘贴.txt")
    assert asked_about(unclear) == [("A列", "name"), ("B列", "document_number"), ("C列", "category")]
    words = {"A列": "name", "B列": "document_number", "C列": "category"}
    read = after(choose_columns(unclear, words, by=contact, at=timezone.now()), unclear)
    assert (read.state, read.report["counts"]["created"], remembered(unit_year)) == ("checked", 2, {})


def test_only_a_file_that_waits_for_it_can_be_named(unit_year: UnitYear) -> None:
    contact = stored_contact(unit_year, "contact")
    known = examined(unit_year, as_csv(line(1)))
    unclear = examined(unit_year, as_csv(line(1), header=CRYPTIC))
    RosterImport.objects.filter(pk=unclear.pk).update(upload_sealed=b"")
    found = []
    for received in (known, again(unclear)):
        with pytest.raises(ValidationError) as refusal:
            choose_columns(received, WORDS, by=contact, at=timezone.now())
        found.append(refusal.value.code)
    assert found == ["columns-known", "file-not-kept"]


def test_doubled_columns_are_settled_too(unit_year: UnitYear) -> None:
    header = [*HEADER[:5], "身份证号"]
    unclear = examined(unit_year, as_csv([*line(1)[:5], "旧号"], header=header))
    assert unclear.report["refused"]["code"] == "columns-doubled"
    words = {"证件号码": "document_number", "身份证号": "", "姓名": "name", "人员类别": "category"}
    job = choose_columns(unclear, words, by=stored_contact(unit_year, "contact"), at=timezone.now())
    assert codes(after(job, unclear)) == []


def test_the_command_refuses_by_name_unless_the_unit_has_said_it(unit_year: UnitYear, tmp_path: Path) -> None:
    file = tmp_path / "名单.csv"
    file.write_bytes(as_csv(line(1), header=CRYPTIC))
    words = ("import_roster", file, "--unit", "cs", "--json")
    refused = manage(*words)
    assert (refused.code, refused.json["error"]["code"]) == (1, "columns-missing")
    assert "证件号码" in refused.json["error"]["message"]
    first = examined(unit_year, file.read_bytes())
    after(choose_columns(first, WORDS, by=stored_contact(unit_year, "contact"), at=timezone.now()), first)
    dry, done = manage(*words, "--dry-run"), manage(*words)
    assert [(ran.code, ran.json["created"]) for ran in (dry, done)] == [(0, 1), (0, 1)]
    assert [notice["code"] for notice in done.json["notices"]] == ["columns-as-said"]
