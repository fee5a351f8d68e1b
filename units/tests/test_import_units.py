"""`manage.py import_units`: Attachment 1 comes in."""

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from accounts.models import AuditEntry
from campaigns.models import Campaign
from units.models import Unit, UnitYear
from volunteer_portal.tests.acts import Ran, entry, manage, recorded
from volunteer_portal.tests.school import stored_campaign, stored_unit

HEADER = ("序号", "所属党组织", "单位类别", "规范名称", "曾用名", "备注")
LAW = ("1", "法学院党委", "党委", "试验大学法学院志愿服务队", "试验大学政法学院志愿服务队", "合署")
LIBRARY = ("2", "图书馆直属党支部", "直属党支部", "试验大学图书馆志愿服务队", "", "")
KEPT = (
    "unit__code",
    "name",
    "kind",
    "standard_name",
    "former_name",
    "remark",
    "short_names",
    "has_students",
    "position",
)
Row = tuple[Any, ...]


@pytest.fixture
def campaign(db: None) -> Campaign:
    return stored_campaign()


def sent(folder: Path, *rows: Row, header: Row = HEADER) -> Path:
    """Attachment 1 as the office sends it, with its title above."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (("附件1",), ("试验大学2018年志愿服务队规范名称一览表",), header, *rows):
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    path = folder / "附件1.xlsx"
    path.write_bytes(content.getvalue())
    return path


def imported(folder: Path, *rows: Row, words: tuple[str, ...] = (), **facts: Any) -> Ran:
    """The command's answer to these rows."""
    return manage("import_units", sent(folder, *rows, **facts), *words, "--json")


def kept() -> list[Row]:
    """The units of the year as they are stored."""
    return list(UnitYear.objects.order_by("position").values_list(*KEPT))


LAW_KEPT = ("u01", "法学院党委", "committee", *LAW[3:], "法学院", True, 1)
LIBRARY_KEPT = ("u02", "图书馆直属党支部", "branch", *LIBRARY[3:], "图书馆", True, 2)


def test_new_units(campaign: Campaign, tmp_path: Path) -> None:
    ran = imported(tmp_path, LAW, LIBRARY)
    assert (ran.code, ran.err) == (0, "")
    assert ran.json == {"rows": 2, "created": 2, "updated": 0, "unchanged": 0, "problems": [], "notices": []}
    assert kept() == [LAW_KEPT, LIBRARY_KEPT]
    (found,) = recorded()
    assert found == entry("units-imported", campaign, by=None, at=found["at"], created=2, updated=0)


def test_the_same_file_twice_changes_nothing(campaign: Campaign, tmp_path: Path) -> None:
    imported(tmp_path, LAW, LIBRARY)
    before = kept()
    assert imported(tmp_path, LAW, LIBRARY).json == {
        "rows": 2, "created": 0, "updated": 0, "unchanged": 2, "problems": [], "notices": [],
    }  # fmt: skip
    assert kept() == before


def test_a_known_unit_is_found_by_name_and_keeps_its_code_and_people(campaign: Campaign, tmp_path: Path) -> None:
    before = stored_unit(campaign, "law", "法学院", staff=2, students=3, party_members=1, counted_on="2018-11-01")
    ran = imported(tmp_path, LAW, LIBRARY)
    assert (ran.json["created"], ran.json["updated"]) == (1, 1)
    after = UnitYear.objects.get(pk=before.pk)
    assert (after.unit.code, after.former_name, after.staff, after.position) == ("law", LAW[4], 2, 1)


def test_a_unit_is_found_by_its_code(campaign: Campaign, tmp_path: Path) -> None:
    stored_unit(campaign, "law", "政法学院")
    header = ("所属党组织", "规范名称", "单位代码", "有无学生")
    ran = imported(tmp_path, ("法学院党委", "试验大学法学院志愿服务队", "law", "无"), header=header)
    assert (ran.json["created"], ran.json["updated"], Unit.objects.count()) == (0, 1, 1)
    assert kept() == [
        ("law", "法学院党委", "committee", "试验大学法学院志愿服务队", "", "", "政法学院", False, 1)
    ]  # fmt: skip


def test_dry_run_stores_nothing(campaign: Campaign, tmp_path: Path) -> None:
    ran = imported(tmp_path, LAW, LIBRARY, words=("--dry-run",))
    assert (ran.json["created"], kept(), Unit.objects.count(), AuditEntry.objects.count()) == (2, [], 0, 0)


FAULTY: dict[str, tuple[Row, str, str]] = {
    "without a unit": (("2", "", "", "试验大学图书馆志愿服务队", "", ""), "所属党组织", "cell-missing"),
    "unknown kind": (("2", "图书馆", "支部", "试验大学图书馆志愿服务队", "", ""), "单位类别", "unit-kind-unknown"),
    "the same unit": (("2", LAW[1], "党委", "试验大学图书馆志愿服务队", "", ""), "所属党组织", "unit-twice"),
    "a remark that is too long": ((*LIBRARY[:5], "长" * 101), "备注", "text-too-long"),
}


@pytest.mark.parametrize(("row", "column", "code"), FAULTY.values(), ids=FAULTY)
def test_faulty_rows_stay_out(campaign: Campaign, tmp_path: Path, row: Row, column: str, code: str) -> None:
    ran = imported(tmp_path, LAW, row)
    assert (ran.code, ran.json["rows"], ran.json["created"], kept()) == (0, 2, 1, [LAW_KEPT])
    (problem,) = ran.json["problems"]
    assert sorted(problem) == ["code", "column", "message", "row"]
    assert (problem["row"], problem["column"], problem["code"]) == (5, column, code)


def test_a_file_without_a_good_row_is_refused(campaign: Campaign, tmp_path: Path) -> None:
    ran = imported(tmp_path, FAULTY["unknown kind"][0], FAULTY["without a unit"][0])
    assert (ran.code, ran.json["error"]["code"], kept(), recorded()) == (1, "no-good-row", [], [])
    assert ran.err == (
        "CommandError: 文件中没有一行可以接受。请从第4行“单位类别”列开始更正，再重新上传。 "
        "“支部”不是单位类别，请填写党委、党总支或直属党支部。\n"
    )


@pytest.mark.parametrize("name", ["试验大学图书馆志愿者服务队", "图书馆", "志愿服务队", LAW[3]])
def test_a_name_that_is_not_standard_stays_out(campaign: Campaign, tmp_path: Path, name: str) -> None:
    ran = imported(tmp_path, LAW, (*LIBRARY[:3], name, "", ""))
    assert (ran.json["created"], {problem["row"] for problem in ran.json["problems"]}) == (1, {5})
    assert {problem["column"] for problem in ran.json["problems"]} == {"规范名称"}


def test_two_units_may_exchange_their_names(campaign: Campaign, tmp_path: Path) -> None:
    imported(tmp_path, LAW, LIBRARY)
    ran = imported(tmp_path, (*LAW[:3], LIBRARY[3], "", ""), (*LIBRARY[:3], LAW[3], "", ""))
    assert (ran.code, ran.json["updated"]) == (0, 2)
    assert {name for _code, _name, _kind, name, *_rest in kept()} == {LAW[3], LIBRARY[3]}


def test_refused(campaign: Campaign, tmp_path: Path) -> None:
    broken = tmp_path / "附件1.xlsx"
    broken.write_bytes(b"PK\x03\x04 and nothing more")
    answers = [manage("import_units", path, "--json") for path in (broken, tmp_path / "missing.xlsx", tmp_path)]
    assert [ran.code for ran in answers] == [1, 1, 1]
    assert [ran.json["error"]["code"] for ran in answers][1:] == ["file-missing", "file-unreadable"]
    assert all(list(ran.json) == ["error"] and ran.json["error"]["message"] in ran.err for ran in answers)


def test_before_the_first_year(db: None, tmp_path: Path) -> None:
    ran = imported(tmp_path, LAW)
    assert (ran.code, ran.json["error"]["code"]) == (1, "not-found")


def test_wrong_words() -> None:
    assert manage("import_units").code == 2


def test_for_people(campaign: Campaign, tmp_path: Path) -> None:
    ran = manage("import_units", sent(tmp_path, LAW, FAULTY["unknown kind"][0]))
    assert ran.code == 0
    assert ran.out.splitlines()[:4] == ["rows: 2", "created: 1", "updated: 0", "unchanged: 0"]
    assert ran.out.splitlines()[4].startswith("5 单位类别 ")
