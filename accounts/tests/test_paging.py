"""Lists by key: every row once, forwards and backwards, whatever they are sorted by, however much is alike or empty."""

from datetime import date
from itertools import product

import pytest

from accounts.paging import stretch
from volunteer_portal.tests.school import on_a_roster, stored_campaign, stored_person, stored_unit
from volunteers.models import Volunteer, VolunteerQuerySet

pytestmark = pytest.mark.django_db
DAYS = (None, date(2018, 11, 1), date(2018, 11, 9))


@pytest.fixture
def people() -> VolunteerQuerySet:
    """Eleven people, many of them alike."""
    unit_year = stored_unit(stored_campaign())
    for serial in range(11):
        person = on_a_roster(serial, name=f"王{'甲乙丙'[serial % 3]}", category=("staff", "student")[serial % 2])
        stored = stored_person(unit_year, person)
        Volunteer.objects.filter(pk=stored.pk).update(registered_on=DAYS[serial % 3])
    return unit_year.volunteers.all()


ORDERS = (
    (), ("name",), ("-name",), ("category", "-name"), ("-registered_on", "name"), ("registered_on",),
    ("-school_number",), ("-registered_on", "-pk"),
)  # fmt: skip


@pytest.mark.parametrize(("order", "size"), [*product(ORDERS, (1, 4, 11, 50))])
def test_every_row_once_in_both_directions(people: VolunteerQuerySet, order: tuple[str, ...], size: int) -> None:
    listed = people.order_by(*order) if order else people
    pages, key = [], ""
    while True:
        pages.append(found := stretch(listed, key, size))
        if not (key := found.behind):
            break
    forwards = [person.pk for page in pages for person in page.rows]
    assert len(set(forwards)) == len(forwards) == 11
    backwards, key = [pages[-1]], pages[-1].before
    while key:
        backwards.insert(0, found := stretch(listed, key, size))
        key = found.before
    assert sorted(person.pk for page in backwards for person in page.rows) == sorted(forwards)
    whole = [person.pk for page in backwards for person in page.rows]
    assert whole == forwards
    if order:
        keys = [[getattr(person, name.lstrip("-")) or "" for name in order] for page in pages for person in page.rows]
        assert [str(key[0]) for key in keys] == sorted((str(key[0]) for key in keys), reverse=order[0].startswith("-"))


@pytest.mark.parametrize("key", ["", "nonsense", "-nonsense", "7b0a5d6e-0000-4000-8000-000000000000", "-"])
def test_an_unknown_key_shows_the_first_page(people: VolunteerQuerySet, key: str) -> None:
    assert list(stretch(people, key, 3).rows) == list(people[:3])
    assert stretch(people, key, 3).before == ""


def test_nobody_is_on_an_empty_list(people: VolunteerQuerySet) -> None:
    found = stretch(people.filter(name="李"), "", 3)
    assert (list(found.rows), found.before, found.behind) == ([], "", "")
