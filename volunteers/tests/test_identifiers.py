"""Identity documents, phones and volunteer numbers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets.problems import Problem
from volunteers.identifiers import (
    DocumentType,
    check_number,
    check_phone,
    check_volunteer_number,
    mask_document,
    mask_phone,
    normalise_number,
    person_key,
    sex_of,
)

TODAY = date(2026, 11, 14)
ID, RESIDENCE, FOREIGN = DocumentType.RESIDENT_ID, DocumentType.HKMT_RESIDENCE, DocumentType.FOREIGN_PERMANENT
HKM, TAIWAN, PASSPORT = DocumentType.HKM_PERMIT, DocumentType.TAIWAN_PERMIT, DocumentType.PASSPORT


def certified(seventeen: str) -> str:
    """The 17 digits with the check character of GB 11643, by its own weights."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(seventeen))
    return seventeen + "10X98765432"[total % 11]


@st.composite
def lawful_numbers(draw: st.DrawFn) -> str:
    region = draw(st.integers(11, 65)) * 10_000 + draw(st.integers(0, 9999))
    born = draw(st.dates(date(1930, 1, 1), TODAY))
    return certified(f"{region:06}{born:%Y%m%d}{draw(st.integers(0, 999)):03}")


def outcome(result: str | Problem) -> str:
    return result.code if isinstance(result, Problem) else result


@pytest.mark.parametrize(
    ("document_type", "number", "expected"),
    [
        (ID, "11010119620105000X", "11010119620105000X"),
        (ID, "11010119620105000x", "11010119620105000X"),
        (ID, "１１０１０１１９６２０１０５０００ｘ", "11010119620105000X"),
        (ID, "'110101 19620105-000X\u200b", "11010119620105000X"),
        (ID, "", "document-number-missing"),
        (ID, " - ", "document-number-missing"),
        (ID, "110101620101000", "document-number-fifteen-digits"),
        (ID, "1101011962010500", "document-number-length"),
        (ID, "11010119620105000X0", "document-number-length"),
        (ID, "11010119620230000X", "document-number-birth-date"),
        (ID, certified("11010118991231000"), "document-number-birth-date"),
        (ID, certified("11010120261114000"), certified("11010120261114000")),
        (ID, certified("11010120261115000"), "document-number-birth-future"),
        (ID, "110101196201050000", "document-number-check-digit"),
        (ID, "110101196201010000", "document-number-check-digit"),
        (ID, "11O10119620105000X", "document-number-characters"),
        (ID, "l10101196201060005", "document-number-characters"),
        (ID, "一10101196201070000", "document-number-characters"),
        (ID, "11010119620101000①", "document-number-characters"),
        (ID, "١١٠١٠١١٩٦٢٠١٠٢٠٠٠3", "document-number-characters"),
        (ID, "11010²196201040004", "document-number-characters"),
        (ID, "1101011962010500X0", "document-number-characters"),
        (ID, "\u202e11010119620105000X", "document-number-length"),
        (ID, certified("81000019900101001"), "document-number-of-residence"),
        (ID, certified("91001119900101001"), "document-number-of-foreigner"),
        (ID, certified("99999919900101001"), "document-number-of-foreigner"),
        (ID, certified("68999919900101001"), certified("68999919900101001")),
        (RESIDENCE, certified("83000019900101001"), certified("83000019900101001")),
        (RESIDENCE, certified("81010019900101001"), "document-number-residence-form"),
        (RESIDENCE, certified("41010519900101001"), "document-number-residence-form"),
        (RESIDENCE, "110101196201010000", "document-number-check-digit"),
        (FOREIGN, certified("91001119900101001"), certified("91001119900101001")),
        (FOREIGN, certified("11001119900101001"), "document-number-foreigner-form"),
        (FOREIGN, "910011199001010010", "document-number-check-digit"),
        (FOREIGN, "usa 310099123456", "USA310099123456"),
        (FOREIGN, "US1310099123456", "document-number-foreigner-form"),
        (HKM, "h12345678", "H12345678"),
        (HKM, "M1234567802", "M1234567802"),
        (HKM, "M123456780", "document-number-hkm-form"),
        (HKM, "A12345678", "document-number-hkm-form"),
        (TAIWAN, "12345678", "12345678"),
        (TAIWAN, "1234567", "document-number-taiwan-form"),
        (PASSPORT, "e12345678", "E12345678"),
        (PASSPORT, "E123", "document-number-passport-form"),
        (PASSPORT, "É12345678", "document-number-passport-form"),
    ],
)
def test_numbers(document_type: DocumentType, number: str, expected: str) -> None:
    assert outcome(check_number(document_type, number, TODAY)) == expected


@given(lawful_numbers())
def test_every_lawful_number_since_1930_is_accepted(number: str) -> None:
    assert check_number(ID, number, TODAY) == number


@given(lawful_numbers(), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_every_single_wrong_character_is_refused(number: str, place: int, other: str) -> None:
    wrong = number[:place] + other + number[place + 1 :]
    assert wrong == number or isinstance(check_number(ID, wrong, TODAY), Problem)


@given(lawful_numbers(), st.integers(0, 16))
def test_every_swap_of_neighbours_is_refused(number: str, place: int) -> None:
    wrong = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert wrong == number or isinstance(check_number(ID, wrong, TODAY), Problem)


@given(st.text())
def test_tidying_a_number_twice_changes_nothing(text: str) -> None:
    assert normalise_number(normalise_number(text)) == normalise_number(text)


@pytest.mark.parametrize(
    ("document_type", "number", "sex"),
    [
        (ID, "110101199001010015", "男"),
        (ID, "110101199001010023", "女"),
        (RESIDENCE, "810000199001010020", "女"),
        (FOREIGN, "910011199001010015", ""),
        (HKM, "H12345678", ""),
        (PASSPORT, "E12345678", ""),
    ],
)
def test_sex(document_type: DocumentType, number: str, sex: str) -> None:
    assert sex_of(document_type, number) == sex


def test_a_person_stays_the_same_when_the_document_is_renewed() -> None:
    assert person_key(HKM, "H1234567801") == person_key(HKM, "H1234567802") == person_key(HKM, "H12345678")
    assert person_key(ID, "11010119620105000X") == person_key(RESIDENCE, "11010119620105000X")
    keys = [person_key(HKM, "H12345678"), person_key(TAIWAN, "12345678"), person_key(PASSPORT, "12345678")]
    assert len(set(keys)) == 3


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("110101199901010017", "110101********0017"),
        ("110101620101000", "1101********000"),
        ("M1234567802", "M12******02"),
        ("H12345678", "H1*****78"),
        ("12345678", "12****78"),
        ("E1234", "E***4"),
        ("123", "1**"),
        ("1", "*"),
        ("", ""),
        ("长" * 3000, "长" * 6 + "*" * 20 + "长" * 4),
    ],
)
def test_masked_documents(number: str, masked: str) -> None:
    assert mask_document(number) == masked


@given(st.text(max_size=17))
def test_no_more_than_half_of_a_short_number_is_shown(number: str) -> None:
    assert len(mask_document(number)) == len(number)
    shown = number.replace("*", "")
    assert sum(character != "*" for character in mask_document(shown)) <= len(shown) // 2


@pytest.mark.parametrize(
    ("phone", "masked"),
    [("13800000000", "138****0000"), ("1990000", "1****00"), ("12", "*2"), ("1", "*"), ("", "")],
)
def test_masked_phones(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("phone", "expected"),
    [
        ("13800000000", "13800000000"),
        ("+86 138-0000-0000", "13800000000"),
        ("008613800000000", "13800000000"),
        ("１９９００００００００", "19900000000"),
        ("12345678901", "phone-form"),
        ("1990000", "phone-form"),
        ("电话不详", "phone-form"),
        ("٠٣٨٠٠٠٠٠٠٠٠", "phone-form"),
        ("0371-67780000", "phone-form"),
        ("", "phone-form"),
    ],
)
def test_phones(phone: str, expected: str) -> None:
    assert outcome(check_phone(phone)) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("v410105202509000001a", ("V410105202509000001A", ["volunteer-number-unusual"])),
        ("V4101052509000001A", ("V4101052509000001A", [])),
        ("4" * 32, ("4" * 32, [])),
        (" V000000000 ", ("V000000000", ["volunteer-number-unusual"])),
        ("V0000", "volunteer-number-form"),
        ("4" * 33, "volunteer-number-form"),
        ("志愿者0001", "volunteer-number-form"),
        ("11010119620105000x", "volunteer-number-is-document"),
        ("13800000000", "volunteer-number-is-phone"),
    ],
)
def test_volunteer_numbers(number: str, expected: str | tuple[str, list[str]]) -> None:
    result = check_volunteer_number(number, document_number="11010119620105000X", phone="13800000000")
    if isinstance(result, Problem):
        assert result.code == expected
    else:
        assert (result[0], [notice.code for notice in result[1]]) == expected
