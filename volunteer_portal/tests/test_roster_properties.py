"""What holds for every roster, whatever stands in it (SECURITY 3e: P3, P4, P8, P9)."""

import csv
import io
import unicodedata
from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.exporting import export
from sheets.reading import read
from units.models import UnitYear
from volunteer_portal.tests.school import on_a_roster, stored_campaign, stored_person, stored_unit
from volunteers.encryption import encrypt
from volunteers.identifiers import sex_of
from volunteers.models import Volunteer
from volunteers.person_forms import PersonForm
from volunteers.roster.columns import TITLES, columns
from volunteers.roster.examining import examine
from volunteers.roster.lines import LEFT_OUT
from volunteers.roster.person import FACTS, Person
from volunteers.roster.rows import check_rows
from volunteers.roster.words import CATEGORIES, DOCUMENTS, POLITICS, STATUSES
from volunteers.tests.test_names import TYPED

TODAY = date(2026, 11, 14)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"])
NAMES = st.text(st.sampled_from("王伟𠮷𬭎㛃䶮〇欧阳"), min_size=1, max_size=4)
# Any sign there is, halves of pairs and what speaks to the terminal or turns the reading direction too.
ANYTHING = st.text(
    st.characters() | st.sampled_from("\u202e\u2066\ufeff\u200b\x00\x1b\ufdd0\uffff=+-@\t'"), max_size=12
)
PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            "name": NAMES,
            "category": st.sampled_from(["本科生", "教职工", "研究生"]),
            "politics": st.sampled_from(["", "群众", "中共党员"]),
            "department": st.sampled_from(["", "计科2101班", "一,班\"甲\"", "团委；学工办"]),
            "phone": st.sampled_from(["", "13800000000"]),
            "remark": st.sampled_from(["", "班长", "转专业, 下学期"]),
        }
    ),
    min_size=1,
    max_size=6,
)  # fmt: skip
FEW = settings(
    max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
MANY = settings(FEW, max_examples=300)


def rows_of(people: list[dict[str, str]]) -> list[dict[str, str]]:
    """The people by the titles of a roster, each with a document number of their own."""
    numbers = (on_a_roster(serial).document_number for serial in range(len(people)))
    numbered = (person | {"document_number": number} for person, number in zip(people, numbers, strict=True))
    return [{TITLES[key]: text for key, text in person.items()} for person in numbered]


def as_sent(rows: list[dict[str, str]], order: list[str], blanks: set[int], encoding: str, delimiter: str) -> bytes:
    """A csv file with its columns in this order, strange ones among them, and with blank lines."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(order)
    for place, row in enumerate(rows):
        writer.writerows([[""] * len(order)] * (place in blanks))
        writer.writerow([row.get(title, "辅导员") for title in order])
    return out.getvalue().encode(encoding)


def people_in(content: bytes, name: str = "名单.csv") -> list[dict[str, Any]]:
    """Who is read in a file: every fact but the row."""
    sheet = read(content, name, columns(unit_given=True))
    checked = check_rows(sheet.rows, sheet.columns, TODAY, True, None)
    assert (sheet.problems, checked.problems) == ([], [])
    return [{key: getattr(person, key) for key in FACTS} for person in checked.people]


@FEW
@given(people=PEOPLE, data=st.data(), encoding=ENCODINGS, delimiter=st.sampled_from(",\t;"))
def test_order_blanks_strange_columns_and_encoding_change_nothing(
    people: list[dict[str, str]], data: st.DataObject, encoding: str, delimiter: str
) -> None:
    rows = rows_of(people)
    usual = as_sent(rows, list(rows[0]), set(), "utf-8", ",")
    order = data.draw(st.permutations([*rows[0], "辅导员姓名", "奖项"]))
    blanks = data.draw(st.sets(st.integers(0, 5)))
    found = people_in(as_sent(rows, order, blanks, encoding, delimiter))
    assert (found, len(found)) == (people_in(usual), len(people))


@pytest.fixture
def unit_year(db: None) -> UnitYear:
    return stored_unit(stored_campaign())


REGISTERED = st.lists(
    st.fixed_dictionaries(
        {
            "name": NAMES,
            "category": st.sampled_from(list(CATEGORIES.labels)),
            "politics": st.sampled_from(["", *POLITICS.labels]),
            "phone": st.sampled_from(["", "13800000000"]),
            "school_number": st.sampled_from(["", "007", "XH20260001", "1E5"]),
            "remark": st.sampled_from(["", "班长", "‘加引号’", "1e5", "007"]),
            "joined_on": st.sampled_from([None, date(2025, 3, 5)]),
        }
    ),
    min_size=1,
    max_size=5,
)


@FEW
@given(people=REGISTERED)
def test_what_leaves_comes_back_as_it_was(unit_year: UnitYear, people: list[dict[str, Any]]) -> None:
    """Attachment 4 with complete numbers, sent in again, changes nobody."""
    Volunteer.objects.all().delete()
    for serial, facts in enumerate(people):
        status = "joined" if facts["joined_on"] else "registered"
        person = on_a_roster(serial, status=status, **facts)
        person.sex = sex_of(person.document_type, person.document_number)
        stored_person(unit_year, person)
    leave: dict[str, Any] = {"clear": True, "reason": "与系统核对名单", "by": None, "at": timezone.now()}
    content = export(4, unit_year.campaign, unit_year, "xlsx", **leave).whole()
    found = examine(content, "附件4.xlsx", unit_year.campaign, unit_year, today=timezone.localdate())
    assert {problem.code for problem in found.problems} <= LEFT_OUT
    changed = [change.fields for change in found.changes.changed]
    assert (found.changes.created, changed, len(found.changes.unchanged)) == ([], [], len(people))


TEXTS = ("name", "department", "school_number", "remark", "volunteer_number", "phone")


def read_in(cells: dict[str, str]) -> list[Person]:
    """Who a row with these cells is, if it is anybody."""
    usual = {"name": "王伟", "category": "本科生", "document_number": on_a_roster(1).document_number}
    row: dict[str, Any] = {**dict.fromkeys(TITLES), **usual, **cells}
    return check_rows([(2, row)], TITLES, TODAY, True, None).people


def is_fit(text: str) -> bool:
    """Whether nothing in a text controls, turns round, is half a sign or none at all."""
    kinds = {unicodedata.category(sign) for sign in text}
    none_at_all = [sign for sign in text if ord(sign) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(sign) <= 0xFDEF]
    return kinds.isdisjoint({"Cc", "Cf", "Cs"}) and not none_at_all


@MANY
@given(key=st.sampled_from(TEXTS), typed=ANYTHING | TYPED)
def test_nothing_stored_controls_or_turns_anything(key: str, typed: str) -> None:
    for person in read_in({key: typed}):
        assert [name for name in TEXTS if not is_fit(getattr(person, name))] == []


@MANY
@given(key=st.sampled_from(TEXTS), typed=ANYTHING | TYPED)
def test_the_form_takes_what_a_roster_takes_and_makes_the_same_of_it(key: str, typed: str) -> None:
    """A form may refuse sooner; what it takes is, fact for fact, what a row would have given."""
    known = Volunteer(name="王伟", category="student", document_type="resident-id")
    known.document_number_sealed = encrypt(
        on_a_roster(1).document_number, Volunteer.seal_context("document_number", known.pk)
    )
    sent = {name: fact for name, fact in PersonForm.initial_of(known).items() if fact is not None}
    form = PersonForm({**sent, "version": 1, key: typed}, person=known, today=TODAY)
    if form.is_valid():
        facts = form.cleaned_data["facts"]
        words = {"document_type": DOCUMENTS.label("resident-id"), "status": STATUSES.label("unregistered")}
        (person,) = read_in({**words, key: typed})
        assert {name: facts[name] for name in TEXTS} == {name: getattr(person, name) for name in TEXTS}
