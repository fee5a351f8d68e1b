"""The columns of a roster and the words in them."""

import pytest

from sheets.headers import find_header, normalised
from volunteers.roster.columns import COLUMNS, TITLES, columns
from volunteers.roster.words import CATEGORIES, DOCUMENTS, POLITICS, SEXES, STATUSES, WordList


def test_no_header_means_two_columns() -> None:
    words = [normalised(word) for column in COLUMNS for word in (column.title, *column.synonyms)]
    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize(
    ("unit_given", "required"),
    [
        (False, ["姓名", "人员类别", "证件号码", "所在单位"]),
        (True, ["姓名", "人员类别", "证件号码"]),
    ],
)
def test_required_columns(unit_given: bool, required: list[str]) -> None:
    assert [column.title for column in columns(unit_given=unit_given) if column.required] == required


@pytest.mark.parametrize(
    ("header", "keys"),
    [
        (
            [
                "序号",
                "姓 名",
                "性别",
                "人员类别",
                "工号/学号",
                "政治面貌",
                "证件类型",
                "证件号码",
                "志愿者编号",
                "手机号码",
                "所在志愿服务队",
                "注册状态",
                "加入日期",
                "备注",
            ],
            [
                "name",
                "sex",
                "category",
                "school_number",
                "politics",
                "document_type",
                "document_number",
                "volunteer_number",
                "phone",
                "unit",
                "status",
                "joined_on",
                "remark",
            ],
        ),
        (
            ["姓名*", "身份证号（18位）", "人员身份", "学号", "联系电话", "学院"],
            ["name", "document_number", "category", "school_number", "phone", "unit"],
        ),
        (
            ["志愿者姓名", "公民身份号码", "类别", "志愿者ID"],
            ["name", "document_number", "category", "volunteer_number"],
        ),
    ],
)
def test_headers_as_people_write_them(header: list[str], keys: list[str]) -> None:
    found = find_header([(1, header)], columns(unit_given=False))
    assert found is not None
    assert [key for key, _, _ in found.places] == keys
    assert found.doubled == ()


@pytest.mark.parametrize("words", [POLITICS, CATEGORIES, STATUSES, SEXES, DOCUMENTS])
def test_no_word_means_two_things_and_the_official_one_is_understood(words: WordList) -> None:
    assert len(words.codes) == sum(len(line.split("、")) for line in words.words.values())
    assert {code: words.code_of(words.label(code)) for code in words.words} == {code: code for code in words.words}


@pytest.mark.parametrize(
    ("words", "typed", "code"),
    [
        (POLITICS, "中共党员", "01"),
        (POLITICS, " 中共 预备党员\u200b", "02"),
        (POLITICS, "团员", "03"),
        (POLITICS, "群众", "13"),
        (POLITICS, "党员", None),
        (POLITICS, "01", None),
        (CATEGORIES, "教职工", "staff"),
        (CATEGORIES, "博士生", "student"),
        (CATEGORIES, "离退休", "other"),
        (CATEGORIES, "老师", None),
        (STATUSES, "审核中", "pending"),
        (STATUSES, "已入队", "joined"),
        (SEXES, "女生", "女"),
        (DOCUMENTS, "身份证", "resident-id"),
        (DOCUMENTS, "台胞证", "taiwan-permit"),
        (DOCUMENTS, "回乡证", "hkm-permit"),
        (DOCUMENTS, "身份证照片", None),
    ],
)
def test_words(words: WordList, typed: str, code: str | None) -> None:
    assert words.code_of(typed) == code


def test_titles_are_those_of_attachment_4_and_the_class() -> None:
    assert list(TITLES.values()) == [
        "姓名",
        "性别",
        "人员类别",
        "工号/学号",
        "政治面貌",
        "班级/部门",
        "证件类型",
        "证件号码",
        "志愿者编号",
        "手机号码",
        "所在单位",
        "注册状态",
        "加入日期",
        "备注",
    ]
