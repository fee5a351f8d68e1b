"""Which pages have to be printed anew."""

from typing import Any

import pytest

from reports.paper.pages import Printed, to_reprint

USUAL: dict[str, Any] = {
    "title": "附件四", "particulars": ("填报单位：信息工程学院党委", "填报人：李强"),
    "rows": tuple((str(number), f"名{number}") for number in range(1, 9)), "ends": (3, 6, 8),
}  # fmt: skip


def printed(**changes: Any) -> Printed:
    return Printed(**{**USUAL, **changes})


def rows(changes: dict[int, str], count: int = 8) -> tuple[tuple[str, str], ...]:
    return tuple((str(number), changes.get(number, f"名{number}")) for number in range(1, count + 1))


@pytest.mark.parametrize(
    ("changes", "pages"),
    [
        ({}, []),
        ({"rows": rows({1: "甲"})}, [1]),
        ({"rows": rows({3: "甲", 4: "乙"})}, [1, 2]),
        ({"rows": rows({8: "甲"})}, [3]),
        ({"rows": rows({}, 7), "ends": (3, 6, 7)}, [3]),
        ({"rows": rows({2: "名3", 3: "名4", 4: "名5", 5: "名6", 6: "名7", 7: "名8"}, 7), "ends": (3, 6, 7)}, [1, 2, 3]),
        ({"ends": (4, 8)}, [1, 2]),
        ({"rows": rows({}, 10), "ends": (3, 6, 8, 10)}, [1, 2, 3, 4]),
        ({"title": "另一标题"}, [1, 2, 3]),
        ({"particulars": ("填报单位：信息工程学院党委", "填报人：王芳")}, [1]),
        ({"particulars": ("填报单位：信息工程学院党委", "填报人：王芳"), "rows": rows({1: "甲"})}, [1]),
        ({"ends": (2, 6, 8)}, [1, 2]),
    ],
)
def test_pages_to_reprint(changes: dict[str, Any], pages: list[int]) -> None:
    assert to_reprint(printed(), printed(**changes)) == pages


def test_where_a_row_stands() -> None:
    assert [printed().page_of(row) for row in range(1, 9)] == [1, 1, 1, 2, 2, 2, 3, 3]
