"""What another version says otherwise: who came, went and changed, masked."""

from dataclasses import replace
from typing import Any

import pytest

from reports.differences import Change, Differences, Line, differences
from reports.frozen import Frozen
from reports.tests.paper import person, team_line
from reports.tests.test_frozen import frozen

ONE, TWO, THREE = person(1, "王芳"), person(2, "李强"), person(3, "赵敏")
PROJECT = {
    "name": "晨光课堂", "place": "郑州市", "categories": ["0003"], "contact_phone": "13900000001", "state": "draft",
}  # fmt: skip


def version(**changes: Any) -> Frozen:
    return frozen(**{"people": (ONE, TWO, THREE), "projects": (PROJECT,), **changes})


def found(**changes: Any) -> Differences:
    """What this version says otherwise than the usual one."""
    return differences(version(), version(**changes))


def masked(serial: int) -> str:
    return f"410105********000{serial}"


@pytest.mark.parametrize(
    ("people", "lines"),
    [
        ((ONE, TWO, THREE), ()),
        ((ONE, TWO, THREE, person(4, "孙丽")), (Line("added", 4, "孙丽", masked(4)),)),
        ((person(4, "孙丽"), ONE, TWO, THREE), (Line("added", 1, "孙丽", masked(4)),)),
        ((ONE, THREE), (Line("removed", 2, "李强", masked(2)),)),
        ((), tuple(Line("removed", row, name, masked(row)) for row, name in enumerate(("王芳", "李强", "赵敏"), 1))),
        (
            (ONE, TWO._replace(name="李 强", status="已注册", joined_on=""), THREE),
            (
                Line(
                    "changed", 2, "李 强", masked(2),
                    (Change("姓名", "李强", "李 强"), Change("注册状态", "已入队", "已注册"),
                     Change("加入日期", "2018-11-12", "—")),
                ),
            ),
        ),
        (
            (ONE, TWO._replace(phone="13900000002"), THREE),
            (Line("changed", 2, "李强", masked(2), (Change("手机号码", "138****0002", "139****0002"),)),),
        ),
        (
            (ONE, TWO._replace(document_number="410105199901010010"), THREE),
            (
                Line(
                    "changed", 2, "李强", "410105********0010",
                    (Change("证件号码", masked(2), "410105********0010"),),
                ),
            ),
        ),
        (
            (ONE, person(4, "孙丽"), THREE),
            (Line("added", 2, "孙丽", masked(4)), Line("removed", 2, "李强", masked(2))),
        ),
    ],
)  # fmt: skip
def test_people(people: tuple[Any, ...], lines: tuple[Line, ...]) -> None:
    assert (found(people=people).people, found(people=people).total) == (lines, len(lines))


def test_digits_that_changed_where_they_are_masked_are_told_but_not_shown() -> None:
    (line,) = found(people=(ONE, TWO._replace(document_number="410105198801010002"), THREE)).people
    (change,) = line.changes
    assert (change, change.is_hidden) == (Change("证件号码", masked(2), masked(2)), True)


def test_no_complete_number_is_in_what_is_told() -> None:
    told = repr(differences(version(), version(people=(ONE._replace(phone="13912345678"), person(4)), projects=())))
    numbers = [one.document_number for one in (ONE, TWO, THREE, person(4))] + [ONE.phone, "13912345678", "13900000001"]
    assert [number for number in numbers if number in told] == []


@pytest.mark.parametrize(
    ("projects", "lines"),
    [
        ((), (Line("removed", 1, "晨光课堂"),)),
        ((PROJECT, PROJECT | {"name": "暖冬"}), (Line("added", 2, "暖冬"),)),
        (
            (PROJECT | {"categories": ["0003", "0099"], "state": "published", "contact_phone": "13911112222"},),
            (
                Line(
                    "changed", 1, "晨光课堂", "",
                    (Change("服务类别", "支教助学", "支教助学、其他"), Change("手机", "139****0001", "139****2222"),
                     Change("状态", "草稿", "已发布")),
                ),
            ),
        ),
    ],
)  # fmt: skip
def test_projects(projects: tuple[Any, ...], lines: tuple[Line, ...]) -> None:
    assert (found(projects=projects).projects, found(projects=projects).total) == (lines, len(lines))


def test_the_team() -> None:
    changes = found(team=team_line(contact="王主任", phone="13900009999", state="不通过", note="已更名"))
    assert changes.team == (
        Change("教工联系人姓名", "李强", "王主任"),
        Change("教工联系人手机", "139****0001", "139****9999"),
        Change("审核状态", "已审", "不通过"),
        Change("备注", "—", "已更名"),
    )
    assert (changes.counts, changes.total, bool(changes)) == ((), 4, True)


def test_head_counts_count_and_what_follows_from_other_changes_does_not() -> None:
    changes = found(team=team_line(staff=51, people=201, registered=121, rate="60.1%"))
    assert changes.counts == (
        Change("教工", "50", "51"), Change("合计", "200", "201"), Change("已注册人数", "120", "121"),
        Change("注册率", "60.0%", "60.1%"),
    )  # fmt: skip
    assert changes.total == 1


def test_another_title() -> None:
    changes = differences(version(), replace(version(), heading={**version().heading, "4": "新标题"}))
    assert (changes.team, changes.total) == ((Change("附件4标题", "附件四", "新标题"),), 1)


def test_nothing_differs() -> None:
    assert (found(), bool(found())) == (Differences((), (), (), ()), False)
