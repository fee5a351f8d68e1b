"""The page of long work: waits, tells how far it is, leads to the result."""

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
