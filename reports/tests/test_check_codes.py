"""Check codes: made under a key, typed by people, read from scanners."""

import pytest

from reports.paper.codes import ALPHABET, BITS, LETTERS, check_code, in_groups, read_code

KEY = b"k" * 32
CODE = check_code(KEY, 7, 3, 12, "abc")


def test_a_code_has_sixty_bits_and_letters_that_cannot_be_mistaken() -> None:
    assert (len(CODE), LETTERS * BITS, len(set(ALPHABET)), set(CODE) <= set(ALPHABET)) == (12, 60, 32, True)
    assert set("ILOU").isdisjoint(ALPHABET)
    assert in_groups(CODE) == f"{CODE[:4]}-{CODE[4:8]}-{CODE[8:]}"


def test_the_code_of_these_facts_never_changes() -> None:
    assert in_groups(check_code(bytes(range(32)), "paper", 1)) == "DHXK-YB6G-57ZR"


@pytest.mark.parametrize(
    "other",
    [
        check_code(b"l" * 32, 7, 3, 12, "abc"),
        check_code(KEY, 8, 3, 12, "abc"),
        check_code(KEY, 7, 2, 12, "abc"),
        check_code(KEY, 7, 31, 2, "abc"),
        check_code(KEY, 7, 3, 12, "abd"),
        check_code(KEY, 73, 12, "abc"),
    ],
    ids=["key", "unit", "version", "digits moved", "content", "facts run together"],
)
def test_every_fact_and_the_key_count(other: str) -> None:
    assert sum(one == two for one, two in zip(CODE, other, strict=True)) < 8


@pytest.mark.parametrize(
    "said",
    [
        "0123-4567-89AB",
        "0123456789ab",
        " 0123 4567 89AB\r\n",
        "O123-4567-89AB",
        "0I23-4567-89AB",
        "ol23 4567 89ab",
        "０１２３－４５６７－８９ＡＢ",
        "0123–4567—89AB",
        "https://portal.example.com/verify/0123-4567-89AB",
        "HTTPS://PORTAL.EXAMPLE.COM/VERIFY/0123-4567-89AB/",
        "https://portal.example.com/verify/0123456789AB?from=scanner#top",
        "https：／／portal.example.com／verify／0123-4567-89AB",
        "https://portal.example.com/verify/0123-4567-89AB/receive/",
    ],
)
def test_what_people_type_and_scanners_send(said: str) -> None:
    assert read_code(said) == "0123456789AB"


@pytest.mark.parametrize(
    "said",
    [
        *("", " ", "0123-4567-89A", "0123-4567-89ABC", "0123-4567-89AU", "0123-4567-89А B".replace(" ", "")),
        *("0123-4567-89Β", "٠123-4567-89AB", "0123_4567_89AB", "/verify/", "https://portal.example.com/"),
        *("0123-4567-89AB0123-4567-89AB", "0123-4567-89A\0", "𝟎123-4567-89AB", "%30123-4567-89AB"),
    ],
)
def test_what_is_no_code(said: str) -> None:
    assert read_code(said) == ""
