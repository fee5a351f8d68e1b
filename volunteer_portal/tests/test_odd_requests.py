"""Addresses and forms that nobody sends by hand: refused in words, never a fault of ours (SECURITY 3h)."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from campaigns.models import Campaign
from volunteer_portal.tests.acceptable import FORMS
from volunteer_portal.tests.acts import log_in
from volunteer_portal.tests.addresses import addresses
from volunteer_portal.tests.matrix import PAGES
from volunteer_portal.tests.school import School, two_units

HUGE = str(10**30)
LARGEST = str(2**31 - 1)
# Who changes what in a form that would be accepted, at which address of our unit, and the status of the answer.
SENT: list[tuple[str, str, dict[str, Any], int]] = [
    ("contact", "attachment_complete", {"reason": "字" * 201}, 200),
    ("contact", "attachment_complete", {"reason": "\0" * 9}, 200),
    ("contact", "attachment_complete", {"reason": " 签字 "}, 200),
    ("contact", "attachment_complete", {"reason": ""}, 200),
    ("contact", "head_count", {"staff": HUGE}, 200),
    ("contact", "head_count", {"staff": LARGEST, "students": LARGEST}, 200),
    ("contact", "head_count", {"staff": "9" * 5000}, 200),
    ("contact", "head_count", {"counted_on": "0000-00-00"}, 200),
    ("contact", "team", {"registered_name": "\0"}, 200),
    ("contact", "team", {"liaison_chain": " \n \n"}, 200),
    ("contact", "project_add", {"places_offered": HUGE}, 200),
    ("contact", "project_add", {"categories": ["9999", "\0"]}, 200),
    ("contact", "submission", {"explanation": "\0"}, 200),
    ("contact", "submission", {"form": "\0"}, 200),
    ("contact", "submission", {"form": HUGE}, 200),
    ("contact", "submission_complete", {"reason": "字" * 201}, 200),
    ("contact", "roster_upload", {"file": "no file", "informed": "on"}, 200),
    ("reviewer", "team_review", {"version": HUGE, "decision": "approve"}, 200),
    ("reviewer", "team_review", {"version": "1", "decision": "return", "reason": "改" * 26}, 200),
    ("reviewer", "team_review", {"version": "-1", "decision": "delete"}, 200),
]
ASKED = [
    ("contact", "volunteer_list", "page=999&sort=-nothing"),
    ("contact", "volunteer_list", "page=last&per_page=0"),
    ("contact", "volunteer_list", f"page={HUGE}&per_page={HUGE}"),
    ("contact", "volunteer_list", "sort=document_number_sealed&status=%00&category=%F0%9F"),
    ("reviewer", "board", "name=%00&kind=x&team=y&missing=z&sort=nothing"),
    ("reviewer", "board", "sort=-missing&page=0&name=%25_%27&light=red"),
    ("reviewer", "board_heat", "light=%00&sort=nothing"),
    ("reviewer", "board_curves", "light=x&missing=%F0%9F"),
]


@pytest.fixture
def school(db: None) -> School:
    """The two units."""
    return two_units()


def client_of(school: School, who: str) -> Client:
    client = Client()
    log_in(client, school.accounts[who])
    return client


@pytest.mark.parametrize(("who", "route", "form", "status"), SENT)
def test_odd_form_is_refused(school: School, who: str, route: str, form: dict[str, Any], status: int) -> None:
    before = AuditEntry.objects.count()
    where = reverse(route, kwargs=addresses(school, route, "ours")[-1])
    filled_in = FORMS[route](school.ours) | form
    answer = client_of(school, who).post(where, filled_in)
    assert (answer.status_code, AuditEntry.objects.count()) == (status, before)


@pytest.mark.parametrize(("who", "route", "query"), ASKED)
def test_odd_question_is_answered(school: School, who: str, route: str, query: str) -> None:
    where = reverse(route, kwargs=addresses(school, route, "ours" if route == "volunteer_list" else "-")[0])
    assert client_of(school, who).get(f"{where}?{query}").status_code == 200


@pytest.mark.parametrize("who", ["contact", "reviewer", "administrator", "auditor"])
def test_no_page_breaks_before_the_first_campaign(school: School, who: str) -> None:
    """Between two years no campaign is current: pages say so, or that there is nothing."""
    Campaign.objects.update(is_current=False)
    client, broken = client_of(school, who), []
    client.raise_request_exception = False
    for visit in (visit for visit in PAGES if visit.method == "GET" and visit.route != "readyz"):
        where = reverse(visit.route, kwargs=addresses(school, visit.route, visit.place)[0])
        if client.get(where).status_code >= 500:
            broken.append(where)
    assert broken == []
