"""People found by name or number, rare characters code point by code point."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from units.models import UnitYear
from volunteer_portal.planning import look_over_tables
from volunteer_portal.tests.school import on_a_roster, stored_campaign, stored_person, stored_unit
from volunteers.identifiers import DocumentType
from volunteers.models import Volunteer
from volunteers.roster.changes import Incoming
from volunteers.roster.known import others_named
from volunteers.searching import found_by

RARE = ["王㛃", "李䶮", "张𬭎", "陈𡐓", "刘𠅤", "杨𫖯", "赵𬱖", "周𬍛", "吴\U0002ceb0", "郑\U00030edd", "冯\U000313bd"]
DOCUMENTS = {
    "hkmt": (DocumentType.HKMT_RESIDENCE, "810000199001010006"),
    "hkm": (DocumentType.HKM_PERMIT, "H1234567800"),
    "taiwan": (DocumentType.TAIWAN_PERMIT, "12345678"),
    "foreign": (DocumentType.FOREIGN_PERMANENT, "USA110000000001"),
    "passport": (DocumentType.PASSPORT, "E12345678"),
}


@pytest.fixture
def unit_year(db: None) -> UnitYear:
    unit_year = stored_unit(stored_campaign())
    for serial, name in enumerate([*RARE, "古丽·买买提", "欧阳若兰", "Anna Maria Rossi"], 1):
        stored_person(unit_year, on_a_roster(serial, name=name))
    for serial, (name, (document_type, number)) in enumerate(DOCUMENTS.items(), 50):
        facts = {"document_type": document_type, "document_number": number, "school_number": f"GH-{serial}"}
        stored_person(unit_year, on_a_roster(serial, name=name, **facts))
    return unit_year


def names(words: str) -> list[str]:
    return sorted(found_by(Volunteer.objects.all(), words).values_list("name", flat=True))


@pytest.mark.parametrize("name", RARE)
def test_rare_characters(unit_year: UnitYear, name: str) -> None:
    assert (names(name), names(name[1])) == ([name], [name])


PERSON, NUMBER = ("volunteers_volunteer_2", "volunteers_person_once"), ("volunteers_number_once",)
SCHOOL, PHONE = ("volunteers_school_number",), ("volunteers_phone",)


def crowd(unit_year: UnitYear) -> None:
    """So many people that a planner rather looks somebody up than reads them all."""
    person = stored_person(unit_year, on_a_roster(90))
    facts = {name: fact for name, fact in vars(person).items() if not name.startswith("_")}
    Volunteer.objects.bulk_create(
        Volunteer(
            **facts
            | {"id": uuid4(), "fingerprint": f"{serial:064}", "volunteer_number": f"N{serial:09}"}
            | {"school_number": f"S{serial:09}", "phone_fingerprint": f"{serial:024}"}
        )
        for serial in range(3000)
    )
    with connection.cursor() as cursor:
        if not look_over_tables(timezone.now()):
            cursor.execute("ANALYZE volunteers_volunteer")


@pytest.mark.parametrize(
    ("words", "indexes"),
    [
        (on_a_roster(2).document_number, [PERSON]),
        ("E12345678", [PERSON, NUMBER, SCHOOL]),
        (on_a_roster(2).volunteer_number, [PERSON, NUMBER, SCHOOL]),
        (on_a_roster(2).school_number, [PERSON, NUMBER, SCHOOL]),
        (on_a_roster(2).phone, [PERSON, NUMBER, SCHOOL, PHONE]),
    ],
)
def test_a_number_is_looked_up_and_nothing_is_read_through(
    unit_year: UnitYear, words: str, indexes: list[tuple[str, ...]]
) -> None:
    crowd(unit_year)
    plan = found_by(Volunteer.objects.for_campaign(unit_year.campaign), words).order_by().explain()
    assert [any(name in plan for name in names) for names in indexes] == [True] * len(indexes)
    assert "volunteers_tally" not in plan


def test_whom_a_roster_names_or_numbers_is_looked_up_too(unit_year: UnitYear) -> None:
    one, other = Volunteer.objects.exclude(volunteer_number="")[:2]
    crowd(unit_year)
    named = Incoming(4, one.fingerprint, "elsewhere", {"volunteer_number": other.volunteer_number})
    with CaptureQueriesContext(connection) as asked:
        found = others_named(unit_year.campaign, [], [named])
    assert {person.key for person in found} == {str(one.pk), str(other.pk)}
    plans = [plan_of(query["sql"]) for query in asked if "volunteers_volunteer" in query["sql"]]
    looked_up = zip(plans, (PERSON, NUMBER), strict=True)
    assert [any(name in plan for name in names) for plan, names in looked_up] == [True, True]
    assert "volunteers_tally" not in "".join(plans)


def plan_of(sql: str) -> str:
    """How the database would answer this."""
    with connection.cursor() as cursor:
        cursor.execute(f"{'EXPLAIN QUERY PLAN' if connection.vendor == 'sqlite' else 'EXPLAIN'} {sql}")
        return str(cursor.fetchall())


@pytest.mark.parametrize(
    "words, expected",
    [
        ("古丽•买买提", ["古丽·买买提"]),
        (" 古丽．买 ", ["古丽·买买提"]),
        ("欧 阳", ["欧阳若兰"]),
        ("maria  rossi", ["Anna Maria Rossi"]),
        (on_a_roster(2).document_number, ["李䶮"]),
        (f" {on_a_roster(2).document_number[:6]} {on_a_roster(2).document_number[6:]}", ["李䶮"]),
        (on_a_roster(3).volunteer_number.lower(), ["张𬭎"]),
        ("xh00000004", ["陈𡐓"]),
        ("gh-50", ["hkmt"]),
        *((number, [name]) for name, (_document_type, number) in DOCUMENTS.items()),
        ("h12345678", ["hkm"]),
        ("H1234567801", ["hkm"]),
        (on_a_roster(2).document_number[:17], []),
        (on_a_roster(2).phone, ["李䶮"]),
        (f"+86 {on_a_roster(2).phone[:3]}-{on_a_roster(2).phone[3:7]}-{on_a_roster(2).phone[7:]}", ["李䶮"]),
        (on_a_roster(2).phone[:10], []),
        ("", []),
        ("　 ", []),
        ("%", []),
        ("_", []),
    ],
)
def test_words(unit_year: UnitYear, words: str, expected: list[str]) -> None:
    assert names(words) == expected
