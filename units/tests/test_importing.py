"""Attachment 1 comes in: what it would change, and what it changes."""

from datetime import UTC, datetime
from typing import Any

import pytest

from campaigns.models import Campaign
from sheets.cells import Cell, Odd
from units.attachment1_columns import is_no_unit, read_row
from units.importing import UnitList, apply_units, confirmed, examine_units, staged
from units.models import UnitYear
from volunteer_portal.tests.acts import entry, recorded
from volunteer_portal.tests.school import stored_account, stored_campaign, stored_unit

AT = datetime(2018, 11, 9, 1, 2, 3, tzinfo=UTC)
HEAD = "序号,所属党组织,单位类别,规范名称,单位代码,简称,有无学生\n"


@pytest.fixture
def campaign(db: None) -> Campaign:
    return stored_campaign()


def examined(campaign: Campaign, *lines: str, head: str = HEAD) -> UnitList:
    return examine_units((head + "\n".join(lines)).encode(), "附件1.csv", campaign)


def counts(found: UnitList) -> dict[str, int]:
    return {
        "rows": found.rows, "created": len(found.created), "updated": len(found.updated),
        "unchanged": len(found.unchanged), "absent": found.absent,
    }  # fmt: skip


def said(problems: list[Any]) -> list[tuple[int | None, str, str]]:
    return [(problem.row, problem.column, problem.code) for problem in problems]


def names() -> list[tuple[str, str]]:
    return list(UnitYear.objects.order_by("unit__code").values_list("unit__code", "standard_name"))


@pytest.mark.parametrize(
    ("lines", "rows", "problems", "left_out"),
    [
        (["1,文学院党委,党委,试验大学文学院志愿服务队"], 1, [(2, "", "row-fields-few")], 0),
        (["合 计,,,2,,,", ",总计,,,,,", "注：以上,,,,,,"], 3, [], 3),
        (["1,文学院党委,党委,试验大学文学院志愿服务队,lit,,没有"], 1, [(2, "有无学生", "word-unknown")], 0),
    ],
)
def test_every_row_is_a_unit_or_told_of(
    campaign: Campaign, lines: list[str], rows: int, problems: object, left_out: int
) -> None:
    found = examined(campaign, *lines)
    assert (found.rows, said(found.problems), len(found.notices), found.created) == (rows, problems, left_out, [])


def test_a_cell_that_is_no_text_is_not_read_as_empty() -> None:
    cells: dict[str, Cell] = {
        "name": "文学院党委",
        "standard_name": "试验大学文学院志愿服务队",
        "former_name": Odd.ERROR,
    }
    row, problems = read_row(2, cells, [])
    assert (row, said(problems)) == (None, [(2, "曾用名", "cell-not-text")])
    assert not is_no_unit({"name": Odd.ERROR, "standard_name": Odd.FORMULA})


def test_new_known_changed_and_absent_units(campaign: Campaign) -> None:
    stored_unit(campaign, "cs", "计算机学院")
    stored_unit(campaign, "law", "法学院")
    stored_unit(campaign, "lit", "文学院")
    found = examined(
        campaign,
        "1,计算机学院党委,党委,试验大学计算机学院志愿服务队,cs,计算机学院,有",
        "2,法学院党委,党总支,试验大学法律学院志愿服务队,law,法学院,有",
        "3,图书馆直属党支部,直属党支部,试验大学图书馆志愿服务队,lib,,无",
        "合计,,,,,,",
    )
    assert counts(found) == {"rows": 4, "created": 1, "updated": 1, "unchanged": 1, "absent": 1}
    assert (said(found.problems), [notice.code for notice in found.notices]) == ([], ["line-without-unit"])
    by = stored_account("reviewer", "reviewer")
    apply_units(found, campaign, by=by, at=AT)
    assert names() == [
        ("cs", "试验大学计算机学院志愿服务队"),
        ("law", "试验大学法律学院志愿服务队"),
        ("lib", "试验大学图书馆志愿服务队"),
        ("lit", "试验大学文学院志愿服务队"),
    ]
    new = UnitYear.objects.get(unit__code="lib")
    assert (new.kind, new.has_students, new.is_college, new.short_names, new.position) == (
        "branch",
        False,
        False,
        "图书馆",
        4,
    )
    assert recorded() == [entry("units-imported", campaign, by=by, at=AT, created=1, updated=1)]


def test_rows_with_faults_are_left_out(campaign: Campaign) -> None:
    stored_unit(campaign, "law", "法学院")
    found = examined(
        campaign,
        "1,计算机学院党委,党委,试验大学计算机学院志愿者服务队,cs,,",
        "2,文学院党委,处室,试验大学文学院志愿服务队,lit,,",
        "3,医学院党委,党委,试验大学法学院志愿服务队,med,,",
        "4,数学学院党委,党委,试验大学数学学院志愿服务队,math,,",
        "5,数学学院党委,党委,试验大学数学二院志愿服务队,math2,,",
        "6,物理学院党委,党委,试验大学物理学院志愿服务队,math,,",
    )
    assert said(found.problems) == [
        (2, "规范名称", "standard-name-slip"),
        (3, "单位类别", "unit-kind-unknown"),
        (6, "所属党组织", "unit-twice"),
        (7, "所属党组织", "unit-twice"),
        (4, "规范名称", "standard-name-taken"),
    ]
    assert counts(found) == {"rows": 6, "created": 1, "updated": 0, "unchanged": 0, "absent": 1}


def test_look_alikes_are_taken_over_with_a_notice(campaign: Campaign) -> None:
    stored_unit(campaign, "a", "A区", standard_name="A区学院志愿服务队")
    found = examined(
        campaign,
        "1,甲学院党委,党委,a区学院志愿服务队,b,,",
        "2,乙学院党委,党委,丙学院志愿服务队,c,,",
        "3,丁学院党委,党委,丙学 院志愿服务队,d,,",
    )
    assert said(found.notices) == [(2, "规范名称", "standard-name-look-alike")]
    assert said(found.problems) == [
        (4, "规范名称", "standard-name-space"), (4, "规范名称", "standard-name-look-alike"),
    ]  # fmt: skip
    assert counts(found)["created"] == 2


def test_two_units_may_exchange_their_names(campaign: Campaign) -> None:
    stored_unit(campaign, "one", "第一学院")
    stored_unit(campaign, "two", "第二学院")
    found = examined(
        campaign,
        "1,第一学院党委,党委,试验大学第二学院志愿服务队,one,第一学院,",
        "2,第二学院党委,党委,试验大学第一学院志愿服务队,two,第二学院,",
    )
    apply_units(found, campaign, by=None, at=AT)
    assert names() == [("one", "试验大学第二学院志愿服务队"), ("two", "试验大学第一学院志愿服务队")]


def test_a_column_that_is_not_there_changes_nothing(campaign: Campaign) -> None:
    stored_unit(campaign, "lib", "图书馆", kind="branch", has_students=False, short_names="图")
    found = examined(campaign, "图书馆党委,试验大学图书馆志愿服务队", head="所属党组织,规范名称\n")
    assert counts(found) == {"rows": 1, "created": 0, "updated": 0, "unchanged": 1, "absent": 0}


def test_what_was_shown_is_what_is_stored(campaign: Campaign) -> None:
    found = examined(campaign, "1,计算机学院党委,党委,试验大学计算机学院志愿服务队,cs,计科、计院,有")
    again = confirmed(staged(found), campaign)
    assert (again.created, list(again.columns)) == (found.created, list(found.columns))
    stored_unit(campaign, "cs", "计算机学院")
    assert counts(confirmed(staged(found), campaign)) == {
        "rows": 1, "created": 0, "updated": 1, "unchanged": 0, "absent": 0,
    }  # fmt: skip
