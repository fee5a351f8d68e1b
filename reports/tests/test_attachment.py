"""Downloads of attachments: masked by a link, complete by a form with a reason."""

from urllib.parse import unquote

import pytest
from django.test import Client

from volunteer_portal.tests.acts import recorded, visitor
from volunteer_portal.tests.school import School, two_units
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
KINDS = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "pdf": "application/pdf"}


@pytest.fixture
def school() -> School:
    return two_units()


def places(school: School) -> dict[str, Client]:
    """Where attachments are to be had, and by whom."""
    return {"/units/cs/": visitor(school.ours.contact), "/": visitor(school.accounts["reviewer"])}


@pytest.mark.parametrize("drawing", KINDS)
@pytest.mark.parametrize("number", [1, 3, 4])
@pytest.mark.parametrize("place", ["/units/cs/", "/"])
def test_download(school: School, place: str, number: int, drawing: str) -> None:
    answer = places(school)[place].get(f"{place}attachments/{number}.{drawing}")
    assert (answer.status_code, answer["Content-Type"]) == (200, KINDS[drawing])
    name = unquote(answer["Content-Disposition"])
    owner = "计算机学院党委" if "units" in place else "试验大学"
    assert (name.startswith("attachment; "), f"附件{number} {owner} " in name, f".{drawing}" in name) == (True,) * 3
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("place", ["/units/cs/", "/"])
@pytest.mark.parametrize("reason", ["", "签字", " " * 9, "长" * 201, "\0" * 9])
def test_complete_numbers_want_a_reason(school: School, place: str, reason: str) -> None:
    client, before = places(school)[place], recorded()
    page = client.post(f"{place}attachments/4.xlsx", {"reason": reason}, follow=True)
    assert page.resolver_match.url_name == ("submission" if "units" in place else "attachments")
    assert "Say in 5 to 200 characters what the complete numbers are for." in page.content.decode()
    assert recorded() == before


@pytest.mark.parametrize("place", ["/units/cs/", "/"])
def test_complete_numbers(school: School, place: str) -> None:
    answer = places(school)[place].post(f"{place}attachments/4.pdf", {"reason": "签字盖章的纸质材料"})
    assert (answer["Content-Type"], recorded()[-1]["reason"]) == ("application/pdf", "签字盖章的纸质材料")


@pytest.mark.parametrize("file", ["2.xlsx", "5.pdf", "0.pdf", "4.docx"])
def test_what_is_not_there(school: School, file: str) -> None:
    assert {client.get(f"{place}attachments/{file}").status_code for place, client in places(school).items()} == {404}


def test_a_character_that_cannot_be_printed_is_named(school: School) -> None:
    Volunteer.objects.filter(name="令狐甲").update(name="令狐\ue000")
    page = places(school)["/units/cs/"].get("/units/cs/attachments/4.pdf", follow=True)
    assert (page.resolver_match.url_name, "U+E000" in page.content.decode()) == ("submission", True)


def test_the_page_of_the_whole_school(school: School) -> None:
    page = places(school)["/"].get("/attachments/").content.decode()
    links = [f'href="/attachments/{number}.{drawing}"' for number in (1, 3, 4) for drawing in KINDS]
    assert [link for link in links if link not in page] == []
