"""The name coach, case by case."""

import pytest

from projects.quality import Known, hints, nearest, pairs, weight

OTHERS = [
    Known("守护母亲河", "环境学院", 2026),
    Known("银龄手机课", "计算机学院", 2025),
    Known("晨光里的小课堂", "文学院", 2026),
]
UNIT = ("cs", "计算机学院党委", "计算机学院")


@pytest.mark.parametrize(
    "name, codes",
    [
        ("", []),
        ("社区急救一分钟", []),
        ("一路同行伴你", []),
        ("小课堂", ["name-short"]),
        ("志愿服务活动", ["name-generic"]),
        ("大学生志愿者公益实践活动", ["name-generic"]),
        ("爱心志愿服务", ["name-generic"]),
        ("2026年迎新引路人", ["name-year"]),
        ("2026 年度社区法律小站", ["name-year"]),
        ("图书漂流站、旧衣回收站", ["name-glued"]),
        ("植树造林暨环保宣讲", ["name-glued"]),
        ("计算机学院义务修电脑", ["name-unit"]),
        ("守护母亲河", ["name-taken"]),
        ("守护母亲河志愿服务", ["name-alike"]),
        ("银龄手机课堂", ["name-alike"]),
        ("2026年志愿活动", ["name-generic", "name-year"]),
    ],
)
def test_hints(name: str, codes: list[str]):
    assert [hint.code for hint in hints(name, UNIT, OTHERS)] == codes


def test_the_heaviest_hint_comes_first_and_all_count():
    found = hints("志愿2026年", UNIT, OTHERS)
    assert ([hint.weight for hint in found], weight(found)) == ([3, 1], 4)


def test_a_hint_names_the_other_project():
    assert dict(hints("守护母亲河", UNIT, OTHERS)[0].params) == {"unit": "环境学院", "year": 2026}


def test_nearest_first():
    found = nearest("晨光里小课堂", [*OTHERS, Known("晨光里的大课堂", "法学院", 2026)])
    assert [known.name for known in found] == ["晨光里的小课堂"]


def test_pairs_are_found_once_and_in_order():
    projects = [*OTHERS, Known("守护母亲河行动", "法学院", 2026), Known("银龄手机课", "医学院", 2026)]
    assert pairs(projects) == [(0, 3), (1, 4)]
