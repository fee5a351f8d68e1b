"""A list of projects as units keep it, row by row (DOMAIN 4)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from projects.codes import AUDIENCES, MOST_CATEGORIES, SERVICE_CATEGORIES
from sheets.cells import Cell, Odd
from sheets.headers import Column
from sheets.problems import Problem, gettext_noop, shown
from units.invisible import FULL_WIDTH_LETTERS_AND_DIGITS, squeezed, tidy

COLUMNS = (
    Column("name", "项目名称", ("名称", "志愿服务项目", "志愿服务项目名称"), required=True),
    Column("categories", "服务类别", ("项目类别", "类别"), required=True),
    Column("audiences", "服务对象", ("对象",), required=True),
    Column("period", "项目时间", ("服务时间", "项目周期", "起止时间")),
    Column("starts_on", "开始日期", ("项目开始日期", "开始时间")),
    Column("ends_on", "结束日期", ("项目结束日期", "结束时间")),
    Column("place", "服务地点", ("地点", "服务区域", "项目地点"), required=True),
    Column("places_offered", "招募人数", ("人数", "计划招募人数"), required=True),
    Column("contact_name", "联系人", ("项目联系人", "负责人", "项目负责人"), required=True),
    Column("contact_phone", "手机", ("联系人手机", "联系电话", "手机号", "手机号码", "电话"), required=True),
    Column("description", "介绍", ("项目介绍", "项目简介", "简介")),
    Column("national_number", "项目编号", ("编号",)),
    Column("state", "状态", ("项目状态",)),
)
TITLES = {column.key: column.title for column in COLUMNS}
STATES = {
    "草稿": "draft",
    "已发布": "published",
    "发布": "published",
    "招募中": "published",
    "已结束": "finished",
    "结束": "finished",
}
LONGEST = {
    "name": 50,
    "place": 100,
    "contact_name": 50,
    "contact_phone": 20,
    "description": 1000,
    "national_number": 40,
}
OPTIONAL = ("description", "national_number")
DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9][0-9]{9})")
LANDLINE = re.compile(r"0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,6})?")

MISSING = gettext_noop("The cell is empty. Fill in %(column)s.")
NOT_TEXT = gettext_noop(
    "The cell holds something else than text, such as a date or an error of Excel. Set its format to text (文本) and "
    "enter it anew."
)
TOO_LONG = gettext_noop("The text has more than %(maximum)s characters. Shorten it.")
UNKNOWN = gettext_noop("“%(word)s” is not known here. Write one of these: %(known)s.")
TOO_MANY = gettext_noop("A project has at most %(maximum)s service categories. Keep the most fitting ones.")
NO_PERIOD = gettext_noop("Give the first and the last day, for example 2026-03-01至2026-12-31.")
NO_NUMBER = gettext_noop("Give the number of volunteers wanted, at least 1.")
NO_PHONE = gettext_noop("Give a mobile number of 11 digits, or a landline such as 0371-67780000.")

Facts = dict[str, str | int | list[str]]


def read_project(row: int, cells: Mapping[str, Cell | date]) -> tuple[Facts, list[Problem]]:
    """The facts of one project, days in ISO form; worth nothing when there are problems."""
    line = ProjectLine(row, cells)
    facts: Facts = {key: line.text(key) for key in LONGEST}
    facts["categories"] = line.codes("categories", SERVICE_CATEGORIES, most=MOST_CATEGORIES)
    facts["audiences"] = line.codes("audiences", AUDIENCES, most=len(AUDIENCES))
    facts["starts_on"], facts["ends_on"] = line.period()
    facts["places_offered"] = line.number("places_offered")
    facts["state"] = line.state()
    facts["contact_phone"] = line.phone(str(facts["contact_phone"]))
    return facts, line.problems


@dataclass(slots=True)
class ProjectLine:
    """One row while it is read, and what is wrong with it so far."""

    row: int
    cells: Mapping[str, Cell | date]
    problems: list[Problem] = field(default_factory=list)

    def fault(self, key: str, code: str, message: str, **params: str | int) -> None:
        """A problem in the cell of this column."""
        cell = self.cells.get(key)
        value = shown(cell) if cell and not isinstance(cell, Odd) else ""
        self.problems.append(Problem(code, message, params, self.row, TITLES[key], value))

    def text(self, key: str) -> str:
        """A text that has to be there, unless it is a description or number, and not too long."""
        cell = self.cells.get(key)
        text = words(cell)
        if cell is not None and not isinstance(cell, str | int):
            self.fault(key, "cell-not-text", NOT_TEXT)
        elif not text and key not in OPTIONAL:
            self.fault(key, "cell-missing", MISSING, column=TITLES[key])
        elif len(text) > LONGEST[key]:
            self.fault(key, "text-too-long", TOO_LONG, maximum=LONGEST[key])
        return text

    def codes(self, key: str, known: Mapping[str, str], most: int) -> list[str]:
        """The codes of the words in a cell."""
        found, unknown = codes(words(self.cells.get(key)), known)
        if unknown or not found:
            self.fault(key, "word-unknown", UNKNOWN, word=unknown, known="、".join(known.values()))
        elif len(found) > most:
            self.fault(key, "codes-many", TOO_MANY, maximum=most)
        return found

    def period(self) -> tuple[str, str]:
        """First and last day."""
        first, last = period(self.cells)
        if not first or not last or last < first:
            self.fault("period", "period-missing", NO_PERIOD)
        return first, last

    def number(self, key: str) -> int:
        """A number of people, at least one."""
        found = count(self.cells.get(key))
        if not found:
            self.fault(key, "number-missing", NO_NUMBER)
        return found

    def state(self) -> str:
        """Published unless the row says otherwise."""
        word = words(self.cells.get("state"))
        if word and word not in STATES:
            self.fault("state", "word-unknown", UNKNOWN, word=shown(word), known="、".join(STATES))
        return STATES.get(word, "published")

    def phone(self, text: str) -> str:
        """A phone that can be called: a mobile one as its 11 digits, however they were grouped."""
        number = squeezed(text).translate(FULL_WIDTH_LETTERS_AND_DIGITS)
        mobile = MOBILE.fullmatch(number.replace("-", ""))
        if number and not mobile and not LANDLINE.fullmatch(number):
            self.fault("contact_phone", "phone-form", NO_PHONE)
        return mobile[1] if mobile else number


def words(cell: Cell | date) -> str:
    """A cell as tidy text; whole numbers as their digits."""
    return tidy(str(cell)) if isinstance(cell, str | int) and not isinstance(cell, bool) else ""


def numerals(cell: Cell | date) -> str:
    """The same with full-width digits as ordinary ones."""
    return words(cell).translate(FULL_WIDTH_LETTERS_AND_DIGITS)


def codes(text: str, known: Mapping[str, str]) -> tuple[list[str], str]:
    """The codes of words or codes separated by 、 and the like, and the first that is not known."""
    by_word = {**{word: code for code, word in known.items()}, **{code: code for code in known}}
    parts = [part for part in re.split(r"[、,，;；/\s]+", text) if part]
    unknown = next((part for part in parts if part not in by_word), "")
    return list(dict.fromkeys(by_word[part] for part in parts if part in by_word)), shown(unknown)


def period(cells: Mapping[str, Cell | date]) -> tuple[str, str]:
    """First and last day from their own columns, or from one like 2026-03-01至2026-12-31."""
    both = days(cells.get("period"))
    first, last = (both[0], both[1]) if len(both) == 2 else ("", "")
    return (days(cells.get("starts_on")) or [first])[0], (days(cells.get("ends_on")) or [last])[0]


def days(cell: Cell | date) -> list[str]:
    """Every day a cell names, in ISO form."""
    if isinstance(cell, date):
        return [cell.isoformat()]
    found = []
    for year, month, day in DAY.findall(numerals(cell)):
        try:
            found.append(date(int(year), int(month), int(day)).isoformat())
        except ValueError:
            continue
    return found


def count(cell: Cell | date) -> int:
    """A number of people; 0 when the cell holds none."""
    digits = re.fullmatch(r"([0-9]{1,6})人?", numerals(cell))
    return int(digits[1]) if digits else 0
