"""The page of long work: waits, tells how far it is, leads to the result."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from jobs.models import Job
from volunteer_portal.tests.acts import visitor
from volunteer_portal.tests.school import stored_account, stored_job

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def asked(headers: dict[str, str] | None = None, **facts: Any) -> Any:
    """The page of one's own job."""
    user = stored_account("somebody")
    job = stored_job(user, **facts)
    return visitor(user).get(f"/jobs/{job.pk}/", headers=headers)


@pytest.mark.parametrize(
    ("state", "asks_again"),
    [(Job.State.QUEUED, True), (Job.State.RUNNING, True), (Job.State.FAILED, False)],
)
@pytest.mark.parametrize("headers", [None, HTMX], ids=["page", "fragment"])
def test_how_far(headers: dict[str, str] | None, state: str, asks_again: bool) -> None:
    answer = asked(headers, state=state, done=3, total=20)
    page = answer.content.decode()
    assert (answer.status_code, "hx-get" in page, "<html" in page) == (200, asks_again, headers is None)


def test_done_leads_to_the_result() -> None:
    answer = asked(state=Job.State.DONE, result_url="/board/")
    assert (answer.status_code, answer.url) == (302, "/board/")


def test_done_leads_to_the_result_without_a_new_page() -> None:
    answer = asked(HTMX, state=Job.State.DONE, result_url="/board/")
    assert (answer.status_code, answer["HX-Redirect"]) == (200, "/board/")


def test_what_is_said_aloud_while_it_moves() -> None:
    """A page that asks every second hears of the beginning and of every quarter, once each."""
    user, told, heard = stored_account("somebody"), "", []
    job, visit = stored_job(user), visitor(user)
    moves = [("queued", 0, 0), ("queued", 0, 0), ("running", 0, 0), ("running", 0, 80)]
    moves += [("running", done, 80) for done in range(1, 80)] + [("failed", 79, 80)]
    for state, done, total in moves:
        Job.objects.filter(pk=job.pk).update(state=state, done=done, total=total)
        page = visit.get(f"/jobs/{job.pk}/", {"told": told} if told else {}, headers=HTMX if told else None)
        heard += re.findall(r'hx-swap-oob="innerHTML:#job-told">([^<]*)<', page.content.decode())
        told = (re.findall(r"\?told=([a-z0-9-]+)", page.content.decode()) or [told])[0]
    assert heard == ["Beginning…", "20 of 80 rows", "40 of 80 rows", "60 of 80 rows"]
    assert ('role="alert"' in page.content.decode(), told) == (True, "running-3")


def test_that_nobody_takes_it_up_is_said_once() -> None:
    user = stored_account("somebody")
    job = stored_job(user)
    Job.objects.update(asked_at=timezone.now() - timedelta(minutes=1))
    pages = [visitor(user).get(f"/jobs/{job.pk}/?told={told}", headers=HTMX) for told in ("queued-0", "nobody")]
    assert ["#job-told" in page.content.decode() for page in pages] == [True, False]
    assert ['role="alert"' in page.content.decode() for page in pages] == [False, False]


def test_a_job_nobody_takes_up() -> None:
    user = stored_account("somebody")
    job = stored_job(user)
    pages = []
    for seconds in (0, 60):
        Job.objects.update(asked_at=timezone.now() - timedelta(seconds=seconds))
        pages.append(visitor(user).get(f"/jobs/{job.pk}/").context["nobody_works"])
    assert pages == [False, True]


def test_somebody_elses_job_is_not_there() -> None:
    job = stored_job(stored_account("somebody"))
    assert visitor(stored_account("chief", "administrator")).get(f"/jobs/{job.pk}/").status_code == 404
