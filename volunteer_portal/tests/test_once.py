"""The same form sent again is led to the result of the first time; whatever differs is another act."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry
from projects.models import Project
from volunteer_portal.once import KEPT, forget_old_forms
from volunteer_portal.tests.acceptable import project_form
from volunteer_portal.tests.acts import recorded, together, visitor
from volunteer_portal.tests.school import School, two_units
from volunteers.models import RosterImport

pytestmark = pytest.mark.django_db(transaction=True)
ADD = "/units/cs/projects/add/"
LIST = "/units/cs/projects/"


@pytest.fixture
def school() -> School:
    return two_units()


def browser(school: School, who: str = "contact") -> Any:
    """A browser whose forms carry their tokens."""
    client = visitor(school.accounts[who])
    client.handler.enforce_csrf_checks = True
    return client


def token(client: Client, address: str) -> dict[str, str]:
    """What a page's form carries besides what is typed."""
    page = client.get(address).content.decode()
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found
    return {"csrfmiddlewaretoken": found[1]}


def counted(action: str) -> int:
    return AuditEntry.objects.filter(action=action).count()


def test_sent_again_is_led_to_the_result(school: School) -> None:
    client = browser(school)
    form = project_form(school.ours) | token(client, ADD)
    answers = [client.post(ADD, form) for _time in range(3)]
    assert [(answer.status_code, answer.get("Location")) for answer in answers] == [(302, LIST)] * 3
    assert (Project.objects.filter(name="护河行动").count(), counted("project-added")) == (1, 1)
    page = client.get(LIST).content.decode()
    assert re.search(r"This was already done at \d\d:\d\d:\d\d; it was not done twice.", page)


def test_a_form_is_forgotten_once_it_is_kept_no_longer(school: School) -> None:
    cache.clear()  # of what other tests left
    client = browser(school)
    client.post(ADD, project_form(school.ours) | token(client, ADD))
    now = timezone.now()
    kept = [forget_old_forms(now + timedelta(seconds=KEPT + seconds)) for seconds in (-10, 10, 20)]
    assert kept == [0, 1, 0]


@pytest.mark.parametrize("times", [2, 20])
def test_sent_many_times_at_once_is_one_act(school: School, times: int) -> None:
    client = browser(school)
    form = project_form(school.ours) | token(client, ADD)

    def send() -> tuple[int, str | None]:
        twin = Client(enforce_csrf_checks=True)
        twin.cookies = client.cookies
        answer = twin.post(ADD, form)
        return answer.status_code, answer.get("Location")

    assert together(*[send] * times) == [(302, LIST)] * times
    assert (Project.objects.filter(name="护河行动").count(), counted("project-added")) == (1, 1)


def test_what_was_refused_may_be_sent_again(school: School) -> None:
    client = browser(school)
    form = project_form(school.ours) | token(client, ADD)
    Project.objects.filter(pk=school.ours.projects[0].pk).update(name="护河行动")
    refused = client.post(ADD, form)
    Project.objects.filter(pk=school.ours.projects[0].pk).update(name="晨光")
    assert (refused.status_code, client.post(ADD, form).status_code) == (200, 302)


def test_what_was_refused_with_a_word_is_not_said_to_be_done(school: School) -> None:
    """The office confirms numbers that the unit has changed meanwhile: told so, each time."""
    client, page = browser(school, "reviewer"), "/units/cs/"
    form = {"seen": "0/0/0"} | token(client, page)
    for _time in range(2):
        assert client.post("/units/cs/head-count/confirm/", form).status_code == 302
        said = client.get(page).content.decode()
        assert "The unit changed its numbers since you opened the page." in said
        assert "This was already done" not in said


def test_another_text_another_page_another_person_are_other_acts(school: School) -> None:
    client, form = browser(school), project_form(school.ours)
    carried = token(client, ADD)
    other_name = {"name": "护河行动二"}
    client.post(ADD, form | carried)
    client.post(ADD, form | carried | other_name)
    client.post(ADD, form | token(client, ADD) | {"name": "护河行动三"})
    assert counted("project-added") == 3
    reviewer = browser(school, "reviewer")
    answer = reviewer.post(ADD, form | carried | token(reviewer, ADD) | {"name": "护河行动四"})
    assert (answer.status_code, counted("project-added")) == (302, 4)


def test_a_first_one_that_was_killed_holds_nobody_up_for_ever(school: School, monkeypatch: Any) -> None:
    monkeypatch.setattr("volunteer_portal.once.UNDER_WAY", 0.2)
    client = browser(school)
    form = project_form(school.ours) | token(client, ADD)
    monkeypatch.setattr("volunteer_portal.once.keep_result", lambda key, request, response: None)
    assert client.post(ADD, form).status_code == 302
    assert client.post(ADD, form | {"name": "护河行动"}).status_code == 200  # the verb itself refuses a second one
    assert counted("project-added") == 1


def remove(school: School) -> tuple[str, str, dict[str, Any]]:
    person = school.ours.unit_year.volunteers.order_by("school_number")[0]
    return f"/volunteers/{person.pk}/remove/", f"/volunteers/{person.pk}/remove/", {}


def upload(school: School) -> tuple[str, str, dict[str, Any]]:
    RosterImport.objects.filter(unit_year=school.ours.unit_year).delete()
    file = SimpleUploadedFile("名单.csv", "姓名,证件号码\n".encode())
    return "/units/cs/volunteers/upload/", "/units/cs/volunteers/upload/", {"file": file, "informed": "on"}


def end_contact(school: School) -> tuple[str, str, dict[str, Any]]:
    contact = school.ours.contact.contact_of.get()
    page = f"/units/cs/contacts/{contact.pk}/end/"
    return page, page, {}


def move(school: School) -> tuple[str, str, dict[str, Any]]:
    person = school.ours.unit_year.volunteers.order_by("school_number")[0]
    page = f"/volunteers/{person.pk}/transfer/"
    return page, page, {"unit": school.theirs.unit_year.pk, "reason": "转系转专业"}


@pytest.mark.parametrize(
    "who, act", [("contact", remove), ("contact", upload), ("reviewer", end_contact), ("reviewer", move)]
)
def test_acts_that_cannot_be_done_twice_end_well_twice(
    school: School, who: str, act: Callable[[School], tuple[str, str, dict[str, Any]]]
) -> None:
    client = browser(school, who)
    page, address, form = act(school)
    form |= token(client, page)
    found = []
    for _time in range(2):
        if "file" in form:
            form["file"].seek(0)
        answer = client.post(address, form)
        found.append((answer.status_code, answer.get("Location"), len(recorded())))
    assert found[0] == found[1]
    assert found[0][0] == 302


def test_pieces_of_a_page_are_not_meant(school: School) -> None:
    """What htmx sends lies on a page that stays: the same press later is another act."""
    client = browser(school)
    form = project_form(school.ours) | token(client, ADD)
    client.post(ADD, form)
    assert client.post(ADD, form, headers={"HX-Request": "true"}).status_code == 200
