"""People's requests about their own data: filed once, answered once, and a deletion that nothing takes back."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEntry, User
from volunteer_portal.tests.acts import entry, recorded, said_at, visitor
from volunteer_portal.tests.school import on_a_roster, stored_account, stored_campaign, stored_contact, stored_unit
from volunteers import consent
from volunteers.data_requests import decide_request, file_request
from volunteers.edits import undo_edit
from volunteers.models import DataRequest, Edit, RosterImport, Volunteer
from volunteers.roster.importing import apply_import
from volunteers.roster.undoing import look_back
from volunteers.standing import set_department
from volunteers.tests.rosters import as_csv, examined, line

AT = datetime(2018, 11, 9, 1, 2, 3, tzinfo=UTC)
WISH, DONE = "姓名写错了，应为王芳", "已按本人要求处理"


class House:
    """A unit with three people from a roster, its contact and the office."""

    def __init__(self) -> None:
        self.unit_year = stored_unit(stored_campaign())
        self.contact = stored_contact(self.unit_year, "contact")
        self.reviewer = stored_account("reviewer", User.Role.REVIEWER)
        apply_import(examined(self.unit_year, as_csv(line(1), line(2), line(3))), by=self.contact, at=AT)
        self.person = self.unit_year.volunteers.order_by("volunteer_number")[0]

    def asked(self, kind: str, wish: str = "") -> DataRequest:
        """A request of the first person."""
        return file_request(self.person, kind=kind, wish=wish, by=self.contact, at=AT)


@pytest.fixture
def house(db: None) -> House:
    return House()


def test_a_request_is_kept_sealed_and_recorded(house: House) -> None:
    asked = house.asked("correction", f" {WISH} ")
    stored = DataRequest.objects.get()
    assert (stored.wish, stored.state, WISH.encode() in bytes(stored.wish_sealed)) == (WISH, "waiting", False)
    assert recorded()[-1] == entry("data-request-filed", asked, unit="cs", by=house.contact, at=AT, kind="correction")


def test_the_same_is_asked_once(house: House) -> None:
    house.asked("deletion")
    house.asked("access")
    with pytest.raises(ValidationError) as refusal:
        house.asked("deletion")
    assert refusal.value.messages == ["此人的同一请求已在等待校文明办答复。"]
    assert DataRequest.objects.count() == 2


def test_a_correction_says_what_is_wrong(house: House) -> None:
    with pytest.raises(ValidationError) as refusal:
        house.asked("correction", "  ")
    assert [error.code for error in refusal.value.error_dict["wish"]] == ["wish-missing"]


@pytest.mark.parametrize(("granted", "state"), [(True, "granted"), (False, "refused")])
def test_a_request_is_answered_once(house: House, granted: bool, state: str) -> None:
    asked = house.asked("correction", WISH)
    decide_request(asked, granted=granted, answer=DONE, by=house.reviewer, at=AT)
    stored = DataRequest.objects.get()
    assert (stored.state, stored.answer, stored.wish, stored.decided_by) == (state, DONE, "", house.reviewer)
    expected = entry(f"data-request-{state}", asked, unit="cs", by=house.reviewer, at=AT, kind="correction")
    assert recorded()[-1] == expected
    with pytest.raises(ValidationError) as refusal:
        decide_request(asked, granted=True, answer=DONE, by=house.reviewer, at=AT)
    assert (refusal.value.code, len(recorded()), Volunteer.objects.count()) == ("request-answered", 4, 3)


def test_no_answer_without_words(house: House) -> None:
    asked = house.asked("deletion")
    with pytest.raises(ValidationError) as refusal:
        decide_request(asked, granted=True, answer=" 好 ", by=house.reviewer, at=AT)
    assert (refusal.value.code, Volunteer.objects.count()) == ("answer-missing", 3)


def test_a_granted_deletion_leaves_no_way_back(house: House) -> None:
    edited, other = house.person, house.unit_year.volunteers.order_by("-volunteer_number")[0]
    set_department(house.unit_year, [edited.pk], department="一班", by=house.contact, at=AT)
    set_department(house.unit_year, [other.pk], department="二班", by=house.contact, at=AT)
    house.person = Volunteer.objects.get(pk=edited.pk)
    asked = house.asked("deletion")
    decide_request(asked, granted=True, answer=DONE, by=house.reviewer, at=AT)
    assert (Volunteer.objects.filter(pk=edited.pk).exists(), Volunteer.objects.count()) == (False, 2)
    kept = {(edit.act, edit.lines.get().person_id == other.pk): bool(edit.undo_sealed) for edit in Edit.objects.all()}
    assert kept == {("changed", False): False, ("changed", True): True, ("removed", False): False}
    for edit in Edit.objects.filter(undo_sealed=b""):
        with pytest.raises(ValidationError):
            undo_edit(edit, by=house.contact, at=AT)
    received = RosterImport.objects.get()
    with pytest.raises(ValidationError) as refusal:
        look_back(received)
    assert (refusal.value.code, bytes(received.changes_sealed)) == ("import-not-undoable", b"")
    assert DataRequest.objects.get().person is None
    assert visitor(house.contact).get(f"/rosters/{received.pk}/").status_code == 200
    assert visitor(house.contact).get("/units/cs/rosters/").status_code == 200


def test_the_way_of_a_request_through_the_pages(house: House) -> None:
    contact, reviewer = visitor(house.contact), visitor(house.reviewer)
    page = f"/volunteers/{house.person.pk}/request/"
    assert f'href="{page}"' in contact.get(f"/volunteers/{house.person.pk}/").content.decode()
    assert said_at(contact.post(page, {"kind": "correction"})) == {"wish": ["wish-missing"]}
    assert contact.post(page, {"kind": "correction", "wish": WISH}).status_code == 302
    assert WISH in reviewer.get("/data-requests/").content.decode()
    decide = f"/data-requests/{DataRequest.objects.get().pk}/"
    assert (
        "Write in at least 5"
        in reviewer.post(decide, {"answer": "好", "decision": "grant"}, follow=True).content.decode()
    )
    reviewer.post(decide, {"answer": DONE, "decision": "grant"})
    answered = reviewer.get("/data-requests/").content.decode()
    assert (WISH in answered, DONE in answered, DONE in contact.get(page).content.decode()) == (False, True, True)
    assert AuditEntry.objects.filter(action="data-request-granted").count() == 1


def test_the_notice_stands_on_every_page(house: House, client: Any) -> None:
    notice = client.get("/notice/").content.decode()
    sentences = [str(sentence) for part in (consent.NOTICE, consent.PURPOSE, consent.RETENTION) for sentence in part]
    assert [sentence for sentence in sentences if sentence not in notice] == []
    assert consent.VERSION in notice
    pages = [
        "/units/cs/",
        "/units/cs/volunteers/upload/",
        f"/volunteers/{house.person.pk}/edit/",
        "/units/cs/contacts/",
    ]
    contact = visitor(house.contact)
    assert [page for page in pages if 'href="/notice/"' not in contact.get(page).content.decode()] == []
    assert 'href="/notice/"' in client.get("/account/login/").content.decode()


def test_other_people_are_untouched(house: House) -> None:
    known = on_a_roster(2).document_number
    decide_request(house.asked("deletion"), granted=True, answer=DONE, by=house.reviewer, at=AT)
    assert known in [person.clear_document_number() for person in Volunteer.objects.all()]
