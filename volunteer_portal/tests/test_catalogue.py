"""The Chinese catalogue: whole, without leftovers, and in the words of the circular."""

import re
import sys

import polib
import pytest

from volunteer_portal.tests.source_tree import ROOT

CHINESE = re.compile(r"[\u4e00-\u9fff]")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|%[sd]\b|\{\w*\}")
# Chinese ends and quotes its sentences with marks of its own; a half-width one stands only in .xlsx and the like.
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]|[\u4e00-\u9fff]\.(?![a-z])|\"")
SPACED = re.compile(r"[\u4e00-\u9fff] +(\d|%\()|(\d|\)s) +[\u4e00-\u9fff]")

# Names that are the same in both languages.
NAMES = {"Excel"}

# What stands in the English sentence, and the word the circular has for it.
TERMS = (
    (r"\brosters?\b", "名单"),
    (r"\bhead counts?\b", "师生人数"),
    (r"\bparty unit\b", "党组织"),
    (r"^teams?$|\bthe team (is|was|waits)", "志愿服务队"),
    (r"(?<!waiting for )\bthe office|civilisation office", "校文明办"),
    (r"\bstaff contact\b", "教工联系人"),
    (r"\bunit contact\b", "单位联系人"),
    (r"\bstandard name", "规范名称"),
    (r"\bliaison chain\b", "上级联络组织"),
    (r"\bliaison code\b", "队伍联络编号"),
    (r"\bvolunteer number", "志愿者编号"),
    (r"\bdocument number", "证件号码"),
    (r"\bregistered\b", "注册"),
    (r"\bnot registered\b", "未注册"),
    (r"\bjoined the team\b", "入队"),
    (r"\breceipt\b", "回执"),
    (r"\b[Hh]and(ed)? in\b", "报送"),
    (r"\bapproved?\b", "通过"),
    (r"\breturned\b", "退回"),
    (r"(?<!the )\bfiled? (it|again|the team)|\bfiled on", "提交"),
    (r"\bwaive", "免予要求"),
    (r"\bextension\b", "延期"),
    (r"\bnational system\b", "全国系统"),
    (r"\bsigned paper\b", "纸质版"),
    (r"\baudit trail\b|\brecord of acts\b", "操作记录"),
    (r"\bcampus (login|account)\b", "统一身份认证"),
    (r"\bdouble claims?\b|\blisted by two units", "重复归属"),
    (r"\bre-organi[sz]ation", "单位调整"),
)


@pytest.fixture(scope="module")
def words():
    """The module that brings the catalogue in line with the code."""
    setup = str(ROOT / ".setup")
    sys.path.insert(0, setup)
    try:
        import words  # from .setup, which is on the path only here
    finally:
        sys.path.remove(setup)
    return words


@pytest.fixture(scope="module")
def catalogue(words):
    return polib.pofile(str(words.CATALOGUE))


def chinese(entry: polib.POEntry) -> str:
    return str(entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr)


def test_sentences_are_found_in_templates_and_code(words) -> None:
    files = {file for found in words.extracted().values() for file in found}
    assert {"templates/base.html", "sheets/gate.py", "units/models.py", "reports/steps.py"} <= files
    assert not [file for file in files if "/tests/" in file]


def test_the_catalogue_holds_what_the_code_says_and_nothing_else(words, catalogue) -> None:
    said = set(words.extracted())
    kept = {words.of(entry) for entry in catalogue}
    assert (sorted(said - kept, key=str), sorted(kept - said, key=str)) == ([], []), "run `make words`"
    assert catalogue.obsolete_entries() == []


def test_every_sentence_has_its_chinese(catalogue) -> None:
    assert [entry.msgid for entry in catalogue if not chinese(entry) or entry.fuzzy] == []
    assert [entry.msgid for entry in catalogue if entry.msgid_plural and set(entry.msgstr_plural) != {0}] == []
    assert [entry.msgid for entry in catalogue if not CHINESE.search(chinese(entry)) and entry.msgid not in NAMES] == []


def test_what_is_filled_in_is_the_same_in_both(catalogue) -> None:
    odd = {
        entry.msgid: chinese(entry)
        for entry in catalogue
        if {*PLACEHOLDER.findall(entry.msgid_plural or entry.msgid)} != {*PLACEHOLDER.findall(chinese(entry))}
    }
    assert odd == {}


@pytest.mark.parametrize("english, word", TERMS)
def test_the_circulars_word_is_used(catalogue, english: str, word: str) -> None:
    meant = [entry for entry in catalogue if re.search(english, entry.msgid, re.IGNORECASE)]
    assert [(entry.msgid, chinese(entry)) for entry in meant if not re.search(word, chinese(entry))] == []
    assert meant, "no sentence speaks of this any more: take it out of the table"


@pytest.mark.parametrize("unwanted", (HALF_WIDTH, SPACED, re.compile("你"), re.compile("(?<!校)文明办")))
def test_chinese_is_written_as_the_office_writes_it(catalogue, unwanted: re.Pattern[str]) -> None:
    assert [chinese(entry) for entry in catalogue if unwanted.search(chinese(entry))] == []


def test_sentences_end_as_their_english_does(catalogue) -> None:
    sentences = [entry for entry in catalogue if entry.msgid.endswith((".", "?")) and " " in entry.msgid]
    assert [(one.msgid, chinese(one)) for one in sentences if not chinese(one).endswith(("。", "？"))] == []
