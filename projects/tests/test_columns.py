"""A row of a list of projects, case by case."""

from datetime import date
from typing import Any

import pytest

from projects.columns import read_project
from sheets.cells import Odd

ROW: dict[str, Any] = {
    "name": "守护母亲河",
    "categories": "环境保护、0017",
    "audiences": "社会公众",
    "period": "2026-03-01至2026年12月31日",
    "place": "郑州市",
    "places_offered": 30,
    "contact_name": "司空联系",
    "contact_phone": 19900000001,
    "description": None,
    "national_number": "XM-1",
    "state": None,
}
FACTS = {
    "name": "守护母亲河",
    "categories": ["0006", "0017"],
    "audiences": ["11"],
    "starts_on": "2026-03-01",
    "ends_on": "2026-12-31",
    "place": "郑州市",
    "places_offered": 30,
    "contact_name": "司空联系",
    "contact_phone": "19900000001",
    "description": "",
    "national_number": "XM-1",
    "state": "published",
}


def test_a_row_in_order():
    assert read_project(5, ROW) == (FACTS, [])


@pytest.mark.parametrize(
    "changed, fact",
    [
        ({"period": None, "starts_on": date(2026, 3, 1), "ends_on": "2026/12/31"}, {}),
        ({"state": "已结束"}, {"state": "finished"}),
        ({"places_offered": "30人"}, {}),
        ({"categories": "环境保护，关爱特殊群体"}, {}),
        ({"contact_phone": "0371-67780000"}, {"contact_phone": "0371-67780000"}),
        ({"contact_phone": "+86 199-0000-0001"}, {}),
        ({"contact_phone": "１９９ ００００ ０００１"}, {}),
        ({"places_offered": "３０"}, {}),
        ({"period": "２０２６年３月１日至２０２６年１２月３１日"}, {}),
    ],
)
def test_ways_of_writing(changed: dict[str, Any], fact: dict[str, Any]):
    assert read_project(5, ROW | changed) == (FACTS | fact, [])


@pytest.mark.parametrize(
    "changed, found",
    [
        ({"name": " "}, ("cell-missing", "项目名称", "")),
        ({"name": "名" * 51}, ("text-too-long", "项目名称", "名" * 29 + "…")),
        ({"categories": "打扫卫生"}, ("word-unknown", "服务类别", "打扫卫生")),
        ({"categories": "0001、0002、0003、0004、0005"}, ("codes-many", "服务类别", "0001、0002、0003、0004、0005")),
        ({"audiences": None}, ("word-unknown", "服务对象", "")),
        ({"period": "2026年"}, ("period-missing", "项目时间", "2026年")),
        ({"period": "2026-12-31至2026-03-01"}, ("period-missing", "项目时间", "2026-12-31至2026-03-01")),
        ({"period": "2026-02-30至2026-12-31"}, ("period-missing", "项目时间", "2026-02-30至2026-12-31")),
        ({"places_offered": 0}, ("number-missing", "招募人数", "")),
        ({"places_offered": "若干"}, ("number-missing", "招募人数", "若干")),
        ({"description": Odd.ERROR}, ("cell-not-text", "介绍", "")),
        ({"contact_phone": "12345"}, ("phone-form", "手机", "12345")),
        ({"state": "待定"}, ("word-unknown", "状态", "待定")),
    ],
)
def test_what_is_wrong(changed: dict[str, Any], found: tuple[str, str, str]):
    _facts, problems = read_project(5, ROW | changed)
    assert [(problem.row, problem.code, problem.column, problem.value) for problem in problems] == [(5, *found)]
