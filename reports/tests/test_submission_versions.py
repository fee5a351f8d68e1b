"""Pages of the versions: receipts, what changed, files; and what was not handed in yet."""

import io
import re
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from openpyxl import load_workbook

from accounts.models import AuditEntry, User
from reports.models import Submission
from reports.paper.receiving import receive_paper
from reports.submissions import submit
from reports.tests.handed_in import AT, HOUR, LATE, ready_unit
from reports.tests.test_pdf import one_line, pages
from units.listing import extend_deadline
from units.models import UnitYear
from volunteer_portal.tests.acts import entry, recorded, said_at, together, visitor
from volunteer_portal.tests.school import on_a_roster, stored_account, stored_contact, stored_person
from volunteers.identifiers import mask_document
from volunteers.models import Volunteer

PAGE = "/units/cs/submission/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_time() -> Any:
    """All pages are asked for an hour after the first version."""
    with time_machine.travel(AT + HOUR, tick=False):
        yield


@pytest.fixture
def unit_year() -> UnitYear:
    return ready_unit()


@pytest.fixture
def contact(unit_year: UnitYear) -> Any:
    return visitor(stored_contact(unit_year, "contact", name="联系人"))


@pytest.fixture
def first(unit_year: UnitYear, contact: Any) -> Submission:
    return submit(unit_year, explanation="", by=User.objects.get(username="contact"), at=AT)


def text_of(client: Client, where: str, status: int = 200) -> str:
    """What stands on a page, without markup and line breaks."""
    answer = client.get(where)
    assert answer.status_code == status
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def change(unit_year: UnitYear) -> None:
    """A newcomer, a new remark, a project gone: three changes."""
    stored_person(unit_year, on_a_roster(9))
    Volunteer.objects.filter(school_number="XH00000002").update(remark="班长")
    unit_year.projects.filter(name="作废计划").update(state="published")


def test_before_the_first_version(contact: Any) -> None:
    assert "Nothing handed in yet" in text_of(contact, f"{PAGE}versions/")
    text_of(contact, f"{PAGE}changes/", 404)
    text_of(contact, f"{PAGE}versions/1/", 404)
    drafts = text_of(contact, PAGE)
    assert "Until you have handed in these are drafts, and say so on every page." in drafts


def test_a_draft_says_so_on_every_page(contact: Any) -> None:
    for number in (3, 4):
        text = one_line("".join(pages(contact.get(f"/units/cs/attachments/{number}.pdf").content)))
        assert (
            "草稿，尚未报送，不能作为签字盖章的纸质版。" in text,
            "校验码" in text.replace("带校验码的版本", ""),
        ) == (
            True,
            False,
        )
    book = load_workbook(io.BytesIO(contact.get("/units/cs/attachments/4.xlsx").content))
    assert book.worksheets[0].oddFooter.left.text == "草稿，尚未报送"


def test_the_whole_schools_tables_are_nobodys_draft(first: Submission) -> None:
    office = visitor(stored_account("office", User.Role.REVIEWER))
    assert "草稿" not in one_line("".join(pages(office.get("/attachments/3.pdf").content)))


def test_changes_that_are_not_handed_in(contact: Any, first: Submission, unit_year: UnitYear) -> None:
    for where in ("/units/cs/", PAGE):
        assert "not handed in yet" not in text_of(contact, where)
    assert "Nothing differs" in text_of(contact, f"{PAGE}changes/")
    change(unit_year)
    for where in ("/units/cs/", PAGE):
        assert "3 changes are not handed in yet. See what changed" in text_of(contact, where)
    told = text_of(contact, f"{PAGE}changes/")
    for words in (
        "since version 1 of 2018-11-09 09:02",
        f"changed 2 慕容第2 {mask_document(on_a_roster(2).document_number)} 备注：— → 班长",
        f"new 4 慕容第9 {mask_document(on_a_roster(9).document_number)} —",
        "已注册人数 3 4",
        "new 5 作废计划",
    ):
        assert words in told
    numbers = [
        number for serial in (2, 9) for number in (on_a_roster(serial).document_number, on_a_roster(serial).phone)
    ]
    assert [number for number in numbers if number in told] == []


def test_the_versions_and_what_each_changed(contact: Any, first: Submission, unit_year: UnitYear) -> None:
    change(unit_year)
    second = submit(unit_year, explanation="", by=None, at=AT + HOUR)
    receive_paper(second, by=None, at=AT + 2 * HOUR)
    listed = text_of(contact, f"{PAGE}versions/")
    assert "Version 2 2018-0002 2018-11-09 10:02:03 — 4/5 · 80.0% 2018-11-09 11:02" in listed
    assert "Version 1 2018-0001 2018-11-09 09:02:03 联系人 3/5 · 60.0% —" in listed
    newest = text_of(contact, f"{PAGE}versions/2/")
    assert ("changed 2 慕容第2" in newest, "A later version was handed in" in newest) == (True, False)
    assert "The signed paper is at the office since 2018-11-09 11:02." in newest
    oldest = text_of(contact, f"{PAGE}versions/1/")
    assert ("It is the first version." in oldest, "A later version was handed in" in oldest) == (True, True)
    text_of(contact, f"{PAGE}versions/3/", 404)


def test_after_handing_in_the_page_offers_the_version_not_the_draft(contact: Any, first: Submission) -> None:
    page = contact.get(PAGE).content.decode()
    assert (f"{PAGE}versions/1/4.pdf" in page, "/units/cs/attachments/" in page) == (True, False)
    text = one_line("".join(pages(contact.get(f"{PAGE}versions/1/4.pdf").content)))
    assert ("第1版" in text, "校验码" in text, on_a_roster(1).document_number in text) == (True, True, False)


def test_complete_numbers_of_a_version_want_a_reason(contact: Any, first: Submission) -> None:
    where = f"{PAGE}versions/1/complete/"
    assert "With complete numbers…" in text_of(contact, f"{PAGE}versions/1/")
    assert "Version 1 · The file holds whole document and phone numbers." in text_of(contact, where)
    refused = contact.post(where, {"reason": "签字", "drawing": "xlsx"})
    assert said_at(refused) == {"reason": ["min_length"]}
    given = contact.post(where, {"reason": "签字盖章的纸质材料", "drawing": "xlsx"})
    cells = {str(cell.value) for row in load_workbook(io.BytesIO(given.content)).worksheets[0] for cell in row}
    assert on_a_roster(1).document_number in cells
    page = contact.get(where).content.decode()
    assert f'href="{PAGE}versions/1/"' in page


def test_complete_numbers_are_for_who_just_proved_who_they_are(contact: Any, first: Submission) -> None:
    where, contact = f"{PAGE}versions/1/complete/", visitor(User.objects.get(username="contact"), minutes_ago=20)
    for answer in (contact.get(where), contact.post(where, {"reason": "签字盖章的纸质材料", "drawing": "xlsx"})):
        assert (answer.status_code, answer.url) == (302, f"/account/reauthenticate/?next={quote(where, safe='')}")
    assert not AuditEntry.objects.filter(action="export-started").exists()


def test_a_name_that_cannot_be_printed_is_told_with_its_row(contact: Any, unit_year: UnitYear) -> None:
    Volunteer.objects.filter(school_number="XH00000003").update(name="王𰻝")
    submit(unit_year, explanation="", by=None, at=AT)
    told = contact.get(f"{PAGE}versions/1/4.pdf", follow=True).content.decode()
    assert "Row 3 contains the character 𰻝 (U+30EDD)" in told


def test_the_same_form_with_other_words_is_asked_once_more(contact: Any, unit_year: UnitYear) -> None:
    Volunteer.objects.filter(category="staff").update(status="declined", volunteer_number="")
    sent = {"form": str(uuid4()), "explanation": "两人在外"}
    assert contact.post(PAGE, sent).status_code == 302
    assert contact.post(PAGE, sent).status_code == 302
    other = contact.post(PAGE, sent | {"explanation": "两人在外进修"})
    assert (other.status_code, said_at(other)) == (422, {"__all__": ["form-used"]})
    page = other.content.decode()
    assert ("两人在外进修" in page, sent["form"] in page, "already handed in as 2018-0001" in page) == (
        True,
        False,
        True,
    )
    (fresh,) = re.findall(r'name="form" value="([0-9a-f-]{36})"', page)
    assert contact.post(PAGE, {"form": fresh, "explanation": "两人在外进修"}).status_code == 302
    assert Submission.objects.count() == 2


def test_an_invented_form_number_is_refused(contact: Any, unit_year: UnitYear) -> None:
    assert contact.post(PAGE, {"form": "invented"}).status_code == 200
    assert Submission.objects.count() == 0


def test_late(first: Submission, unit_year: UnitYear) -> None:
    change(unit_year)
    with time_machine.travel(LATE, tick=False):
        contact = visitor(by := User.objects.get(username="contact"))
        page = text_of(contact, PAGE)
        assert "The time to hand in ended at 14 Nov 24:00 (Beijing time). Ask the office for more time" in page
        assert "Hand in again" not in page
        refused = contact.post(PAGE, {"form": str(uuid4())})
        assert said_at(refused) == {"__all__": ["deadline-passed"]}
        assert recorded()[-1] == entry("submission-late", unit_year, unit="cs", by=by, at=LATE)
        office = stored_account("office", User.Role.REVIEWER)
        assert "Give the unit more time" in text_of(visitor(office), PAGE)
        day = (LATE + 24 * HOUR).date()
        extend_deadline(UnitYear.objects.get(), until=day, reason="系统维护", by=office, at=LATE)
        assert contact.post(PAGE, {"form": str(uuid4())}).status_code == 302
    assert Submission.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_twenty_posts_at_once_are_one_receipt(unit_year: UnitYear) -> None:
    user, form = stored_contact(unit_year, "contact"), {"form": str(uuid4())}
    clients = [visitor(user) for _number in range(20)]
    answers = together(*[lambda client=client: client.post(PAGE, form).status_code for client in clients])
    assert (answers, Submission.objects.count()) == ([302] * 20, 1)
