"""From rows to people: every rule from R6 to R13 on rows as they really come."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets.cells import Cell, Odd
from sheets.problems import NoGoodRow
from volunteers.identifiers import DocumentType
from volunteers.roster.columns import TITLES
from volunteers.roster.rows import Checked, Person, check_rows, refuse_if_nothing_good

TODAY = date(2026, 11, 14)
UNITS = {"计算机学院": "cs", "计算机学院党委": "cs", "文学院": "lit", "CS": "cs"}
FIRST, SECOND, THIRD = "110101196201010008", "110101196201020003", "11010119620105000X"
SEEN, WIDE = "V4101052509000001A", "１１０１０１１９６２０１０１０００８"
USUAL: Mapping[str, Cell | date] = {
    "name": "王伟", "category": "本科生", "document_number": FIRST, "unit": "计算机学院", "sex": None,
    "school_number": None, "politics": None, "department": None, "document_type": "居民身份证",
    "volunteer_number": None, "phone": None, "status": None, "joined_on": None, "remark": None,
}  # fmt: skip
WANG = Person(
    row=2, name="王伟", sex="女", category="student", school_number="", politics="", department="",
    document_type=DocumentType.RESIDENT_ID, document_number=FIRST, volunteer_number="", phone="", unit="cs",
    status="unregistered", joined_on=None, remark="",
)  # fmt: skip


def check(
    *rows: Mapping[str, Cell | date], unit_given: bool = False, units: Mapping[str, str] | None = UNITS
) -> Checked:
    """The rows, each the usual one with some cells changed, from row 2 on."""
    numbered = [(row, {**USUAL, **cells}) for row, cells in enumerate(rows, start=2)]
    return check_rows(numbered, TITLES, TODAY, unit_given, units)


def said(checked: Checked) -> list[tuple[int | None, str, str, str]]:
    return [(problem.row, problem.column, problem.code, problem.value) for problem in checked.problems]


def test_a_usual_row() -> None:
    checked = check({})
    assert (checked.people, checked.problems, checked.notices) == ([WANG], [], [])


def test_a_full_row() -> None:
    row: dict[str, Cell | date] = {
        "sex": "女", "school_number": 201800123, "politics": "中共党员", "document_number": SECOND, "remark": "班长",
        "phone": 13800000000, "volunteer_number": SEEN, "department": "计科2101班",
        "status": "已入队", "joined_on": "2025年3月5日", "category": "教职工", "unit": " cs ", "name": "古丽•买买提",
    }  # fmt: skip
    expected = replace(
        WANG, name="古丽·买买提", category="staff", school_number="201800123", politics="01", document_number=SECOND,
        department="计科2101班",
        volunteer_number=SEEN, phone="13800000000", status="joined", joined_on=date(2025, 3, 5), remark="班长",
    )  # fmt: skip
    checked = check(row)
    assert (checked.people, checked.problems) == ([expected], [])
    notices = [(notice.column, notice.code) for notice in checked.notices]
    assert notices == [("姓名", "name-tidied"), ("所在单位", "cell-tidied")]


@pytest.mark.parametrize(
    ("cells", "column", "code", "value"),
    [
        ({"name": None}, "姓名", "name-missing", ""),
        ({"name": "<x>"}, "姓名", "name-character", "<x>"),
        ({"name": 12345}, "姓名", "name-character", "12345"),
        ({"name": Odd.DATE}, "姓名", "cell-date", ""),
        ({"name": FIRST}, "姓名", "name-character", "110101*0008"),
        ({"name": WIDE}, "姓名", "name-character", "110101*0008"),
        ({"name": "张\u202e三"}, "姓名", "name-invisible-character", "张‹U+202E›三"),
        ({"category": None}, "人员类别", "cell-missing", ""),
        ({"category": "老师"}, "人员类别", "word-unknown", "老师"),
        ({"category": Odd.ERROR}, "人员类别", "cell-error", ""),
        ({"politics": "党员"}, "政治面貌", "politics-ambiguous", "党员"),
        ({"politics": "少先队员"}, "政治面貌", "word-unknown", "少先队员"),
        ({"document_type": "身份证照片"}, "证件类型", "word-unknown", "身份证照片"),
        ({"document_number": None}, "证件号码", "cell-missing", ""),
        ({"document_number": Odd.BOOLEAN}, "证件号码", "cell-boolean", ""),
        ({"document_number": Odd.FORMULA}, "证件号码", "cell-formula", ""),
        ({"document_number": 1.1010119620101e17}, "证件号码", "document-number-damaged", "1.1010*********e+17"),
        ({"document_number": "1.10101E+17"}, "证件号码", "document-number-damaged", "1.1******17"),
        ({"document_number": 110101620101000}, "证件号码", "document-number-fifteen-digits", "1101********000"),
        ({"document_number": "110101196201010000"}, "证件号码", "document-number-check-digit", "110101********0000"),
        ({"document_type": None, "document_number": "H12345678"}, "证件号码", "document-type-needed", "H1*****78"),
        ({"document_type": "护照", "document_number": "E12"}, "证件号码", "document-number-passport-form", "E**"),
        ({"phone": "电话不详"}, "手机号码", "phone-form", "电**详"),
        ({"phone": 1.99e30}, "手机号码", "number-damaged", "1.****30"),
        ({"phone": 1990000}, "手机号码", "phone-form", "1****00"),
        ({"volunteer_number": FIRST}, "志愿者编号", "volunteer-number-is-document", "110101********0008"),
        ({"volunteer_number": 4.1e17}, "志愿者编号", "number-damaged", "4.****7"),
        ({"volunteer_number": "V12"}, "志愿者编号", "volunteer-number-form", "V**"),
        ({"unit": None}, "所在单位", "cell-missing", ""),
        ({"unit": "不存在的学院"}, "所在单位", "unit-unknown", "不存在的学院"),
        ({"unit": "计算机学院软件系"}, "所在单位", "unit-unknown-similar", "计算机学院软件系"),
        ({"unit": "文" * 5000}, "所在单位", "unit-unknown", "文" * 29 + "…"),
        ({"school_number": "学号不详"}, "工号/学号", "school-number-form", "学号不详"),
        ({"school_number": 12.5}, "工号/学号", "number-damaged", "12.5"),
        ({"sex": "不详"}, "性别", "word-unknown", "不详"),
        ({"status": "好"}, "注册状态", "word-unknown", "好"),
        ({"status": "已注册"}, "志愿者编号", "volunteer-number-needed", ""),
        ({"joined_on": "2025-03-15"}, "志愿者编号", "volunteer-number-needed", ""),
        ({"joined_on": "2025-02-30"}, "加入日期", "joined-on-form", "2025-02-30"),
        ({"joined_on": "去年"}, "加入日期", "joined-on-form", "去年"),
        ({"joined_on": "2026-11-15", "volunteer_number": SEEN}, "加入日期", "joined-on-future", "2026-11-15"),
    ],
)
def test_what_is_wrong_stands_at_its_cell(cells: Mapping[str, Cell], column: str, code: str, value: str) -> None:
    checked = check(cells)
    assert (checked.people, said(checked)) == ([], [(2, column, code, value)])


def test_all_that_is_wrong_in_a_row_is_said_with_the_senders_headers() -> None:
    headers = {**TITLES, "document_number": "身份证号"}
    row = {**USUAL, "name": "=1+1", "document_number": "1101", "category": "?", "phone": "1", "unit": None}
    checked = check_rows([(7, row)], headers, TODAY, False, UNITS)
    assert sorted(said(checked)) == [
        (7, "人员类别", "word-unknown", "?"),
        (7, "姓名", "name-character", "=1+1"),
        (7, "所在单位", "cell-missing", ""),
        (7, "手机号码", "phone-form", "*"),
        (7, "身份证号", "document-number-length", "1**1"),
    ]


@pytest.mark.parametrize(
    ("cells", "notices"),
    [
        ({"document_number": WIDE}, [("证件号码", "cell-tidied", "110101********0008")]),
        ({"document_number": "'110101 19620101-0008"}, [("证件号码", "cell-tidied", "'11010***********0008")]),
        ({"sex": "男"}, [("性别", "sex-differs", "男")]),
        ({"joined_on": Odd.DATE}, [("加入日期", "joined-on-not-read", "")]),
        ({"category": "\u3000本科生"}, [("人员类别", "cell-tidied", "‹U+3000›本科生")]),
        ({"politics": "\u3000"}, []),
    ],
)
def test_what_was_tidied_is_told(cells: Mapping[str, Cell], notices: list[tuple[str, str, str]]) -> None:
    checked = check(cells)
    assert checked.people == [WANG]
    assert [(notice.column, notice.code, notice.value) for notice in checked.notices] == notices


@pytest.mark.parametrize(
    ("number", "status", "joined_on", "expected"),
    [
        (None, None, None, "unregistered"),
        (None, "未注册", None, "unregistered"),
        (None, "审核中", None, "pending"),
        (None, "不注册", None, "declined"),
        (SEEN, None, None, "registered"),
        (SEEN, "已注册", None, "registered"),
        (SEEN, "未注册", None, "registered"),
        (SEEN, "已加入", None, "joined"),
        (SEEN, None, "20250315", "joined"),
        (SEEN, None, date(2025, 3, 15), "joined"),
    ],
)
def test_the_status_follows_from_number_word_and_date(
    number: str | None, status: str | None, joined_on: str | date | None, expected: str
) -> None:
    checked = check({"volunteer_number": number, "status": status, "joined_on": joined_on})
    assert [person.status for person in checked.people] == [expected]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"name": "姓名", "document_number": "证件号码", "category": "人员类别"}, "line-repeated-header"),
        ({"name": "姓 名", "document_number": None, "category": None}, "line-repeated-header"),
        ({"name": "合计", "document_number": "20 人", "category": None}, "line-total"),
        ({"name": "总计：20人", "document_number": None, "category": None}, "line-total"),
        ({"name": "20 人", "document_number": None, "category": None}, "line-total"),
        ({"name": "备注：本表一式两份", "document_number": None, "category": None}, "line-foot"),
        ({"name": "单位负责人签字：", "document_number": None, "category": None}, "line-foot"),
        ({"name": "填报人：张三", "document_number": None, "category": None}, "line-foot"),
        ({"name": None, "document_number": None, "category": "本科生"}, "line-without-person"),
    ],
)
def test_lines_that_are_no_people_are_left_out_with_the_reason(cells: Mapping[str, Cell], code: str) -> None:
    checked = check({}, cells)
    assert (checked.people, [problem.code for problem in checked.problems]) == ([WANG], [code])
    assert (checked.ignored, checked.bad_rows) == (checked.problems, {3})


@pytest.mark.parametrize("name", ["合计", "负责人", "注"])
def test_a_line_with_a_card_number_is_always_a_person(name: str) -> None:
    assert [person.name for person in check({"name": name}).people] == [name]


def test_an_identical_later_row_is_refused() -> None:
    checked = check({}, {"document_number": SECOND}, {"name": " 王伟"})
    assert [person.row for person in checked.people] == [2, 3]
    assert said(checked) == [(4, "证件号码", "person-repeated", "110101********0008")]


def test_rows_that_contradict_each_other_are_all_refused() -> None:
    checked = check({}, {"document_number": SECOND}, {"name": "王炜"}, {})
    assert [person.row for person in checked.people] == [3]
    assert [(row, code) for row, _, code, _ in said(checked)] == [(row, "person-contradicted") for row in (2, 4, 5)]


def test_one_volunteer_number_for_two_people_is_refused_at_both() -> None:
    number = {"volunteer_number": SEEN}
    checked = check(number, {**number, "document_number": SECOND}, {"document_number": THIRD})
    assert [person.row for person in checked.people] == [4]
    assert [(row, code) for row, _, code, _ in said(checked)] == [(row, "volunteer-number-repeated") for row in (2, 3)]


@pytest.mark.parametrize(
    ("text", "unit_given", "units", "outcome"),
    [
        ("计算机学院", False, UNITS, "cs"),
        ("计算机 学院", False, UNITS, "cs"),
        ("ＣＳ", False, UNITS, "cs"),
        (None, True, UNITS, ""),
        ("文学院", True, UNITS, "lit"),
        ("中文系", True, UNITS, "unit-unknown"),
        ("文学院/中文系", True, None, "文学院/中文系"),
        ("=1+1", True, None, "unit-form"),
        ("<script>alert(1)</script>", True, None, "unit-form"),
    ],
)
def test_units(text: str | None, unit_given: bool, units: Mapping[str, str] | None, outcome: str) -> None:
    checked = check({"unit": text}, unit_given=unit_given, units=units)
    assert [person.unit for person in checked.people] + [problem.code for problem in checked.problems] == [outcome]


@pytest.mark.parametrize(
    ("rows", "code", "column"),
    [
        ([{"name": "<x>"}, {"name": "<x>", "document_number": SECOND}], "name-character", "姓名"),
        ([{"name": "合计", "document_number": 1}, {"document_number": 1.1e17}], "document-number-damaged", "证件号码"),
        ([{"name": "合计", "document_number": None}], "line-total", "姓名"),
    ],
)
def test_a_file_without_one_good_row_is_refused(rows: list[Mapping[str, Cell]], code: str, column: str) -> None:
    with pytest.raises(NoGoodRow) as refused:
        refuse_if_nothing_good(check(*rows))
    refusal = refused.value
    assert (refusal.code, refusal.first.code, refusal.params["column"]) == ("no-good-row", code, column)


def test_a_file_with_one_good_row_is_not_refused() -> None:
    refuse_if_nothing_good(check({}, {"name": None}))


def test_a_person_is_never_written_out() -> None:
    assert repr(WANG) == "Person(row=2)"


def test_facts_leave_out_what_the_roster_does_not_state() -> None:
    assert WANG.facts() == {
        "name": "王伟",
        "sex": "女",
        "category": "student",
        "document_type": "resident-id",
        "document_number": FIRST,
    }


WORDS = ("王伟", "本科生", "计算机学院", "13800000000", "合计", "姓名")
CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(Odd),
    st.sampled_from([*WORDS, FIRST, SECOND, THIRD, SEEN]),
)


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(USUAL, CELLS)) | st.just(dict(USUAL)), max_size=6))
def test_no_row_vanishes(rows: list[dict[str, Cell]]) -> None:
    checked = check(*rows)
    good = {person.row for person in checked.people}
    assert len(good) == len(checked.people)
    assert good | checked.bad_rows == set(range(2, len(rows) + 2))
    assert not good & checked.bad_rows
    clear = [problem for problem in [*checked.problems, *checked.notices] if FIRST in f"{problem} {problem!r}"]
    assert clear == []
