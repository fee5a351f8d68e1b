"""The columns of Attachment 1 as the office sends it, and what stands in them (DOMAIN 3)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sheets.cells import Cell
from sheets.headers import Column
from sheets.problems import Problem, gettext_noop, shown
from units.invisible import squeezed, tidy
from units.naming import WARNINGS, check_standard_name

COLUMNS = (
    Column("position", "序号", ("编号",)),
    Column("name", "所属党组织", ("党组织", "党组织名称", "单位", "单位名称", "所在单位", "基层党组织"), required=True),
    Column("kind", "单位类别", ("类别", "党组织类别", "类型")),
    Column(
        "standard_name", "规范名称", ("志愿服务队规范名称", "志愿服务队名称", "队伍规范名称", "队伍名称"), required=True
    ),
    Column("former_name", "曾用名", ("原名称", "原名")),
    Column("remark", "备注"),
    Column("code", "单位代码", ("代码",)),
    Column("short_names", "简称", ("单位简称",)),
    Column("has_students", "有无学生", ("是否有学生",)),
)
TITLES = {column.key: column.title for column in COLUMNS}
KINDS = {"党委": "committee", "党总支": "general-branch", "直属党支部": "branch"}
ENDINGS = ("直属党支部", "党总支", "党委")
STUDENTS = {"有": True, "是": True, "无": False, "否": False}
TOTALS = ("合计", "总计", "小计", "共计")
CODE = re.compile(r"[A-Za-z0-9_-]{1,20}")
TEXT_LIMITS = {"name": 60, "former_name": 200, "remark": 100, "short_names": 200}

MISSING = gettext_noop("The cell is empty. Fill in %(column)s.")
KIND_UNKNOWN = gettext_noop("“%(word)s” is no kind of unit. Write 党委, 党总支 or 直属党支部.")
CODE_FORM = gettext_noop("A code has at most 20 letters, digits or hyphens.")
NOT_TEXT = gettext_noop(
    "The cell holds something else than text, such as a date or an error of Excel. Set its format to text (文本) and "
    "enter it anew."
)
UNKNOWN = gettext_noop("“%(word)s” is not known here. Write one of these: %(known)s.")
TOO_LONG = gettext_noop("The text has more than %(maximum)s characters. Shorten it.")
UNIT_TWICE = gettext_noop("This unit stands in row %(other)s already. Keep one of the two.")


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One line of Attachment 1."""

    row: int
    name: str
    kind: str
    standard_name: str
    former_name: str
    remark: str
    code: str
    short_names: str
    has_students: bool


def bare_name(name: str) -> str:
    """A unit's everyday name: 计算机学院党委 is 计算机学院 on rosters."""
    return next((name.removesuffix(ending) for ending in ENDINGS if name.endswith(ending) and name != ending), name)


def kind_of(name: str, word: str) -> str | None:
    """The kind a cell states, else the one the name ends with, else 党委; None for an unknown word."""
    if word:
        return KINDS.get(word)
    return next((KINDS[ending] for ending in ENDINGS if name.endswith(ending)), "committee")


def text(cells: Mapping[str, Cell], key: str) -> str:
    """A cell as tidy text; numbers, which 序号 and codes may be, as they are."""
    cell = cells.get(key)
    return tidy(str(cell)) if isinstance(cell, str | int) else ""


def is_no_unit(cells: Mapping[str, Cell]) -> bool:
    """Whether a line is the total, or belongs to the foot of the table: it names neither a unit nor a team."""
    if any(squeezed(text(cells, key)) in TOTALS for key in ("position", "name")):
        return True
    return cells.get("name") is None and cells.get("standard_name") is None


def read_row(row: int, cells: Mapping[str, Cell], others: list[str]) -> tuple[UnitRow | None, list[Problem]]:
    """A line of Attachment 1 with warnings, or what is wrong with it; `others` are the standard names above."""
    facts = {key: text(cells, key) for key in ("name", "standard_name", "former_name", "remark", "code", "short_names")}
    kind, students = kind_of(facts["name"], text(cells, "kind")), text(cells, "has_students")
    problems = (
        [Problem("cell-missing", MISSING, {"column": "所属党组织"}, row, "所属党组织")] if not facts["name"] else []
    )
    problems += [
        Problem(found.code, found.message, found.params, row, "规范名称", found.value)
        for found in check_standard_name(facts["standard_name"], others)
    ]
    if kind is None:
        problems.append(Problem("unit-kind-unknown", KIND_UNKNOWN, {"word": text(cells, "kind")[:30]}, row, "单位类别"))
    if facts["code"] and not CODE.fullmatch(facts["code"]):
        problems.append(Problem("unit-code-form", CODE_FORM, {}, row, "单位代码"))
    problems += [
        Problem("text-too-long", TOO_LONG, {"maximum": limit}, row, TITLES[key])
        for key, limit in TEXT_LIMITS.items()
        if len(facts[key]) > limit
    ]
    problems += [
        Problem("cell-not-text", NOT_TEXT, {}, row, TITLES[key])
        for key, cell in cells.items()
        if key != "position" and cell is not None and not isinstance(cell, str | int)
    ]
    if students and students not in STUDENTS:
        params = {"word": shown(students), "known": "有、无"}
        problems.append(Problem("word-unknown", UNKNOWN, params, row, TITLES["has_students"]))
    if any(problem.code not in WARNINGS for problem in problems):
        return None, problems
    short = facts.pop("short_names") or bare_name(facts["name"])
    return UnitRow(
        row, kind=kind or "", short_names=short, has_students=STUDENTS.get(students, True), **facts
    ), problems
