"""The pages of an import: what it would change, the history, taking it back until the unit hands in."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.submissions import submit
from volunteer_portal.tests.acts import leafed, visitor
from volunteer_portal.tests.school import School, checked_roster, on_a_roster, two_units
from volunteers.models import RosterImport, Volunteer
from volunteers.roster.importing import apply_import


@pytest.fixture
def school(db: None) -> School:
    return two_units()


@pytest.fixture
def contact(school: School) -> Client:
    browser: Client = visitor(school.ours.contact)
    return browser


def sent(school: School, *people: Any) -> RosterImport:
    return checked_roster(school.campaign, school.ours.unit_year, list(people), by=school.ours.contact)


def shown(contact: Client, received: RosterImport, part: str = "", page: int = 1) -> Any:
    address = reverse("roster_preview", args=[received.pk]) + f"?list={part}&page={page}"
    return contact.get(address).context["change_set"]


def test_each_part_is_listed_with_masked_numbers(school: School, contact: Client) -> None:
    first = school.ours.people[0]
    received = sent(
        school,
        on_a_roster(1001, name=first.name, category=first.category, politics=first.politics, phone="13900000000"),
        on_a_roster(5001, name="令狐新"),
        on_a_roster(2001, name="令狐他"),
    )
    found = {part.key: part.total for part in shown(contact, received)["parts"]}
    assert found == {"created": 1, "changed": 1, "held": 1, "absent": 4}
    listed = {part: list(shown(contact, received, part)["people"]) for part in ("created", "changed", "held")}
    masked = {serial: on_a_roster(serial).document_number for serial in (1001, 5001, 2001)}
    masked = {serial: number[:6] + "*" * 8 + number[-4:] for serial, number in masked.items()}
    assert listed == {
        "created": [{"row": 5001, "name": "令狐新", "document": masked[5001]}],
        "changed": [
            {
                "row": 1001, "name": first.name, "document": masked[1001],
                "fields": [["手机号码", "137****1001", "139****0000"]],
            }
        ],
        "held": [{"row": 2001, "name": "令狐他", "document": masked[2001]}],
    }  # fmt: skip


def test_long_lists_have_pages_and_an_end(school: School, contact: Client) -> None:
    received = sent(school, *(on_a_roster(serial) for serial in range(5000, 6100)))
    change_set = shown(contact, received, "created", 20)
    assert (len(change_set["people"]), change_set["people"].paginator.num_pages) == (50, 20)
    assert (change_set["chosen"].total, change_set["chosen"].is_cut) == (1100, True)
    assert "The first 1000 of 1100" in contact.get(reverse("roster_preview", args=[received.pk])).content.decode()


def test_ticked_parts_are_taken_over_and_a_second_click_is_no_error(school: School, contact: Client) -> None:
    received = sent(school, on_a_roster(1001, phone="13900000000"), on_a_roster(5001))
    address = reverse("roster_apply", args=[received.pk])
    for _click in range(2):
        assert contact.post(address, {"chosen": "1", "part": ["created"]}).url == "/units/cs/"  # type: ignore[attr-defined]
    received.refresh_from_db()
    assert received.report["applied"] == {"created": 1, "updated": 0, "claims": 0}
    assert Volunteer.objects.filter(unit_year=school.ours.unit_year).count() == 6


def test_no_tick_changes_nothing(school: School, contact: Client) -> None:
    received = sent(school, on_a_roster(5001))
    contact.post(reverse("roster_apply", args=[received.pk]), {"chosen": "1"})
    received.refresh_from_db()
    assert received.state == "checked"


def test_taken_back_until_handed_in(school: School, contact: Client) -> None:
    for serial, hands_in, state in ((5001, False, "undone"), (5002, True, "applied")):
        received = sent(school, on_a_roster(serial))
        apply_import(received, by=school.ours.contact, at=timezone.now())
        if hands_in:
            submit(school.ours.unit_year, explanation="", by=school.ours.contact, at=timezone.now())
        rows = contact.get(reverse("roster_history", args=["cs"])).context["rows"]
        assert [may for one, _tone, may in rows if one == received] == [not hands_in]
        contact.post(reverse("roster_undo", args=[received.pk]))
        received.refresh_from_db()
        assert received.state == state


def test_who_stays_is_named_before(school: School, contact: Client) -> None:
    received = apply_import(sent(school, on_a_roster(5001, name="令狐新")), by=None, at=timezone.now())
    Volunteer.objects.filter(name="令狐新").update(remark="改")
    page = contact.get(reverse("roster_undo", args=[received.pk]))
    assert [person.name for person in page.context["edited"]] == ["令狐新"]
    assert on_a_roster(5001).document_number not in page.content.decode()


def test_the_history_page_by_page(school: School, contact: Client) -> None:
    moment = timezone.now()
    facts = {"campaign": school.campaign, "unit_year": school.ours.unit_year, "digest": "0" * 64, "state": "abandoned"}
    RosterImport.objects.bulk_create(
        RosterImport(**facts, file_name=f"名单{number:02}.xlsx", at=moment - timedelta(days=number // 2))
        for number in range(60)
    )
    answers = leafed(contact, reverse("roster_history", args=["cs"]))
    names = [[received.file_name for received, _tone, _may in answer.context["rows"]] for answer in answers]
    whole = list(school.ours.unit_year.imports.order_by("-at", "pk").values_list("file_name", flat=True))
    assert names == [whole[:25], whole[25:50], whole[50:]]


@pytest.mark.parametrize("count", [1, 3])
def test_history_asks_the_same_queries(
    school: School, contact: Client, count: int, django_assert_num_queries: Any
) -> None:
    for serial in range(count):
        sent(school, on_a_roster(5001 + serial))
    with django_assert_num_queries(6):
        contact.get(reverse("roster_history", args=["cs"]))
