"""The reception desk: the ledger, the field for the code, the verdict, the tick and its way back."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from campaigns.models import Campaign
from projects.models import Project
from reports.models import Submission
from reports.paper.checking import code_of
from reports.paper.codes import in_groups
from reports.paper.receiving import receive_paper
from reports.submissions import submit
from reports.tests.handed_in import AT, HOUR, PAPER_LATE, ready_unit
from units.models import UnitYear
from volunteer_portal.tests.acts import said_at, visitor
from volunteer_portal.tests.school import on_a_roster, stored_account, stored_contact, stored_person, stored_unit
from volunteers.identifiers import mask_document

pytestmark = pytest.mark.django_db
NOON = AT + 3 * HOUR


@pytest.fixture(autouse=True)
def at_noon() -> Any:
    """The desk is open."""
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def unit_year() -> UnitYear:
    return ready_unit()


@pytest.fixture
def submission(unit_year: UnitYear) -> Submission:
    return submit(unit_year, explanation="", by=None, at=AT)


@pytest.fixture
def office() -> Any:
    return visitor(stored_account("office", User.Role.REVIEWER, name="王审核"))


def in_words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def looked_up(client: Client, submission: Submission) -> str:
    answer = client.get(f"/verify/{in_groups(code_of(submission))}")
    assert answer.status_code == 200
    return in_words(answer)


def states(client: Client, query: str = "") -> list[tuple[str, ...]]:
    """Unit and state of each line of the ledger."""
    page = client.get(f"/paper/{query}").content.decode()
    return re.findall(r'submission/versions/">([^<]+)</a>.*?<span class="state tone-\w+">([^<]+)</span>', page, re.S)


@pytest.mark.parametrize("way", ["code", "lower case", "address", "wide letters"])
def test_scanned_or_typed_it_leads_to_the_verdict(office: Any, submission: Submission, way: str) -> None:
    code = in_groups(code_of(submission))
    said = {
        "code": code, "lower case": code.lower().replace("-", " "), "address": f"https://elsewhere.example/verify/{code}",
        "wide letters": code.translate({ord("!") + place: ord("！") + place for place in range(94)}),
    }[way]  # fmt: skip
    answer = office.post("/paper/", {"code": said})
    assert (answer.status_code, answer.url) == (302, f"/verify/{code}")


@pytest.mark.parametrize("said", ["", "0123", "https://portal.example.com/", "х" * 12, "\0" * 12])
def test_what_is_no_code_is_said_at_the_field(office: Any, submission: Submission, said: str) -> None:
    answer = office.post("/paper/", {"code": said, "csrfmiddlewaretoken": "x"})
    assert answer.status_code == 200
    assert list(said_at(answer)) == ["code"]


def test_the_newest_version_is_ticked_and_the_tick_taken_back(office: Any, submission: Submission) -> None:
    told = looked_up(office, submission)
    for words in (
        "计算机学院党委", "The paper matches. It is version 1, the newest.", "Attachment 3 has 1 page.",
        "Attachment 4 has 1 page.", "Received: tick it",
    ):  # fmt: skip
        assert words in told
    done = office.post(f"/verify/{code_of(submission)}/receive/", follow=True)
    assert done.redirect_chain == [("/paper/?ticked=cs", 302)]
    assert "Received: the signed paper of 计算机学院党委. Take back" in in_words(done)
    told = looked_up(office, submission)
    assert "The signed paper was received on 2018-11-09 12:02 by 王审核." in told
    assert "Received: tick it" not in told
    undone = office.post("/paper/cs/undo/", follow=True)
    assert "Taken back: the paper of 计算机学院党委 is not here." in in_words(undone)
    assert Submission.objects.get().paper_received_at is None
    again = office.post("/paper/cs/undo/", follow=True)
    assert "There is no paper of this unit to take back." in in_words(again)


def test_an_earlier_version_names_rows_and_pages(office: Any, unit_year: UnitYear, submission: Submission) -> None:
    stored_person(unit_year, on_a_roster(9))
    submit(unit_year, explanation="", by=None, at=AT + HOUR)
    told = looked_up(office, submission)
    for words in (
        "The paper is out of date. It was printed from version 1, but version 2 was handed in since.",
        "Attachment 3: page 1", "Attachment 4: page 1",
        f"new 4 1 慕容第9 {mask_document(on_a_roster(9).document_number)}",
    ):  # fmt: skip
        assert words in told
    assert ("Received: tick it" in told, on_a_roster(9).document_number in told) == (False, False)
    refused = office.post(f"/verify/{code_of(submission)}/receive/", follow=True)
    assert "Version 2 is the newest. Have the pages named here printed anew first." in in_words(refused)


def test_an_earlier_version_that_says_the_same_is_good(
    office: Any, unit_year: UnitYear, submission: Submission
) -> None:
    Project.objects.filter(name="晨计划").update(place="开封市")
    second = submit(unit_year, explanation="", by=None, at=AT + HOUR)
    assert "It was printed from version 1; in version 2 everything printed is still the same." in looked_up(
        office, submission
    )
    office.post(f"/verify/{code_of(submission)}/receive/")
    second.refresh_from_db()
    assert second.paper_received_at == NOON


def test_a_forged_code_is_refused_in_plain_words(office: Any, submission: Submission) -> None:
    for where in ("/verify/0000-0000-0000", f"/verify/{code_of(submission)[:-1]}"):
        answer = office.get(where)
        assert answer.status_code == 404
        assert "The portal has never printed a page with this code." in in_words(answer)
    assert office.post("/verify/0000-0000-0000/receive/").status_code == 404
    assert Submission.objects.get().paper_received_at is None


def test_paper_of_another_year(office: Any, submission: Submission) -> None:
    Campaign.objects.update(is_current=False)
    told = looked_up(office, submission)
    assert ("This paper is of 2018. Ask for the one of this year." in told, "Received: tick it" in told) == (
        True,
        False,
    )
    refused = office.post(f"/verify/{code_of(submission)}/receive/", follow=True)
    assert "This paper is of 2018." in in_words(refused)


def test_a_contact_sees_the_own_verdict_and_cannot_tick(unit_year: UnitYear, submission: Submission) -> None:
    contact = visitor(stored_contact(unit_year, "contact"))
    told = looked_up(contact, submission)
    assert ("The paper matches." in told, "Received: tick it" in told) == (True, False)
    other = submit(ready_unit("law", "法学院", 101), explanation="", by=None, at=AT)
    foreign, forged = (contact.get(f"/verify/{code}") for code in (code_of(other), "0" * 12))
    assert (foreign.status_code, forged.status_code) == (404, 404)
    assert contact.post(f"/verify/{code_of(submission)}/receive/").status_code == 403


def test_nobody_learns_anything_without_logging_in(submission: Submission) -> None:
    for code in (code_of(submission), "0" * 12):
        answer = Client().get(f"/verify/{code}")
        where = f"/account/login/?next=/verify/{code}"
        assert (answer.status_code, answer["Location"], answer.content) == (302, where, b"")


def test_the_ledger(office: Any, unit_year: UnitYear, submission: Submission) -> None:
    campaign = unit_year.campaign
    others = [
        ready_unit(code, name, first)
        for code, name, first in (("law", "法学院", 101), ("pe", "体育学院", 201), ("art", "艺术学院", 301))
    ]
    stored_unit(campaign, "med", "医学院")
    handed_in = [submit(other, explanation="", by=None, at=AT) for other in others]
    receive_paper(submission, by=User.objects.get(username="office"), at=NOON)
    receive_paper(handed_in[0], by=None, at=PAPER_LATE)
    receive_paper(handed_in[1], by=None, at=NOON)
    stored_person(others[1], on_a_roster(209))
    submit(others[1], explanation="", by=None, at=NOON)
    everybody = [
        ("计算机学院党委", "received"), ("法学院党委", "received late"),
        ("体育学院党委", "an earlier version lies here"),
        ("艺术学院党委", "missing"), ("医学院党委", "nothing handed in yet"),
    ]  # fmt: skip
    assert states(office) == everybody
    for state, line in zip(("received", "late", "outdated", "missing", "nothing"), everybody, strict=True):
        assert states(office, f"?state={state}") == [line]
    assert states(office, "?name=法&state=") == [everybody[1]]
    assert states(office, "?name=没有&state=missing") == []
    page = in_words(office.get("/paper/"))
    assert "计算机学院党委 version 1, 2018-11-09 09:02 received 2018-11-09 12:02 王审核 Take back" in page
    assert "2018-11-09 12:02 (version 1) Take back" in page


@pytest.mark.parametrize(
    ("at", "words"), [(PAPER_LATE - timedelta(seconds=1), "missing"), (PAPER_LATE, "missing, overdue")]
)
def test_after_the_day_what_is_owed_is_overdue(submission: Submission, at: datetime, words: str) -> None:
    with time_machine.travel(at, tick=False):
        office = visitor(stored_account("office", User.Role.REVIEWER))
        assert states(office) == [("计算机学院党委", words)]


def test_an_extension_beyond_the_paper_day_moves_it(office: Any, unit_year: UnitYear, submission: Submission) -> None:
    UnitYear.objects.update(extended_until=(PAPER_LATE + 48 * HOUR).date(), extension_reason="系统维护")
    receive_paper(submission, by=None, at=PAPER_LATE + HOUR)
    assert states(office) == [("计算机学院党委", "received")]


@pytest.mark.parametrize("count", [1, 3])
def test_the_same_queries_for_any_number_of_units(office: Any, django_assert_num_queries: Any, count: int) -> None:
    for number in range(count):
        submit(ready_unit(f"u{number}", f"第{number}学院", 1000 * number + 1), explanation="", by=None, at=AT)
    with django_assert_num_queries(6):
        assert office.get("/paper/").status_code == 200


def test_before_the_first_campaign(office: Any) -> None:
    assert office.get("/paper/").status_code == 200
