"""Names of people: what is tidied, what is refused, and what is never touched."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets.problems import Problem
from volunteers.names import clean_name

LETTERS = st.sampled_from("王伟𠮷𬭎㛃䶮\uf9d0〇ÀéñA") | st.characters(codec="utf-8")
TYPED = st.text(LETTERS | st.sampled_from(" \u3000\u200b\u00a0·•.‧．・-'\t\n\u202e"), max_size=12)


@pytest.mark.parametrize(
    "name",
    [
        "王伟",
        "㛃",
        "䶮",
        "𬭎",
        "𡐓",
        "𠅤",
        "𫖯",
        "𬱖",
        "𬍛",
        "李〇",
        "王𬶋",
        "𱁬某",
        "\U00031350某",
        "买买提·艾力",
        "﨑某",
        "\uf9d0某",
        "\ufa0e",
        "\U0002f800某",
        "Anna-Maria O'Neil",
        "J. Smith",
        "José Đỗ",
        "龦龧",
        "欧" * 50,
    ],
)
def test_real_names_are_kept_code_point_by_code_point(name: str) -> None:
    assert clean_name(name) == (name, [])


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("张\u3000三", "张三"),
        ("张 三", "张三"),
        (" 张三\u00a0", "张三"),
        ("欧阳\u200b明", "欧阳明"),
        ("\ufeff张三", "张三"),
        ("'张三", "张三"),
        ("\t张三\r\n", "张三"),
        ("古丽•买买提", "古丽·买买提"),
        ("阿卜杜・拉", "阿卜杜·拉"),
        ("古丽‧买", "古丽·买"),
        ("古丽．买", "古丽·买"),
        ("古丽.买.提", "古丽·买·提"),
        ("古丽 · 买买提", "古丽·买买提"),
        ("Anna  Li", "Anna Li"),
        ("Anna\u00a0Li", "Anna Li"),
        ("Jose\u0301", "José"),
        ("\uf9d0 某", "\uf9d0某"),
    ],
)
def test_tidied_names_come_with_a_notice(typed: str, name: str) -> None:
    cleaned = clean_name(typed)
    assert not isinstance(cleaned, Problem)
    notices = [(notice.code, notice.params) for notice in cleaned[1]]
    assert (cleaned[0], notices) == (name, [("name-tidied", {"name": name})])


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "name-missing"),
        (" \u3000\u200b", "name-missing"),
        ("'", "name-missing"),
        ("欧" * 51, "name-too-long"),
        ("=1+1", "name-character"),
        ("＝王", "name-character"),
        ("@王", "name-character"),
        ("王1", "name-character"),
        ("王①", "name-character"),
        ("王（小）", "name-character"),
        ("<b>王</b>", "name-character"),
        ("王😀", "name-character"),
        ("⽂三", "name-character"),
        ("ア王", "name-character"),
        ("Иван", "name-character"),
        ("Ａnna", "name-character"),
        ("-abc", "name-beginning"),
        ("·王", "name-beginning"),
        ("- 王", "name-beginning"),
        (".王", "name-beginning"),
        ("''王", "name-beginning"),
        ("张\u202e三", "name-invisible-character"),
        ("\u2066李\u2069", "name-invisible-character"),
        ("王\u200f五", "name-invisible-character"),
        ("张\n三", "name-invisible-character"),
        ("张\x00三", "name-invisible-character"),
        ("张\ufe0f三", "name-invisible-character"),
        ("张\ud83d", "name-invisible-character"),
        ("张\uffff", "name-invisible-character"),
        ("张\ue863", "name-private-character"),
        ("\U000f0000四", "name-private-character"),
    ],
)
def test_refused_names(typed: str, code: str) -> None:
    cleaned = clean_name(typed)
    assert isinstance(cleaned, Problem)
    assert cleaned.code == code


@given(TYPED)
def test_a_tidied_name_is_tidy_and_safe(typed: str) -> None:
    cleaned = clean_name(typed)
    if not isinstance(cleaned, Problem):
        assert clean_name(cleaned[0]) == (cleaned[0], [])
        assert unicodedata.category(cleaned[0][0])[0] == "L" or cleaned[0][0] == "〇"
        assert not any(unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs") for character in cleaned[0])


@given(
    st.text(st.sampled_from("王\uf9d0﨑𠮷〇"), min_size=1, max_size=8), st.sampled_from([" ", "\u3000", "\u200b", ""])
)
def test_no_character_of_a_chinese_name_is_ever_dropped_or_changed(name: str, between: str) -> None:
    cleaned = clean_name(between.join(name))
    assert not isinstance(cleaned, Problem)
    assert cleaned[0] == name
