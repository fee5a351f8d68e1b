"""A lock that was not to be had for a moment costs nobody a click; nothing is done twice."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import ResolverMatch
from django.utils import timezone

from campaigns.models import Campaign
from projects.models import Project
from volunteer_portal import again
from volunteer_portal.tests.acceptable import project_form
from volunteer_portal.tests.acts import recorded, visitor
from volunteer_portal.tests.school import School, stored_campaign, two_units

pytestmark = pytest.mark.django_db(transaction=True)
ADD = "/units/cs/projects/add/"


@pytest.fixture
def school() -> School:
    return two_units()


@contextmanager
def locked(times: int) -> Iterator[list[OperationalError]]:
    """Another process holds the projects until ours has been stopped so often; the locks it met."""
    met: list[OperationalError] = []
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA busy_timeout = 100")
        other: Any = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        let_go: Callable[[], object] = other.rollback
    else:
        connection.cursor().execute("SET lock_timeout = '100ms'")
        other = connection.copy()
        other.set_autocommit(False)
        other.cursor().execute("LOCK TABLE projects_project IN EXCLUSIVE MODE")
        let_go = other.rollback

    def watch(execute: Callable[..., Any], *words: Any) -> Any:
        try:
            return execute(*words)
        except OperationalError as error:
            met.append(error)
            if len(met) == times:
                let_go()
            raise

    with connection.execute_wrapper(watch):
        yield met
    let_go()
    other.close()


def added(school: School, times: int) -> tuple[int, int, int, int]:
    """A project added while another process holds the table; status, locks met, projects, entries."""
    client = visitor(school.ours.contact)
    client.raise_request_exception = False
    before = len(recorded())
    with locked(times) as met:
        answer = client.post(ADD, project_form(school.ours))
    stored = Project.objects.filter(name=project_form(school.ours)["name"]).count()
    return answer.status_code, len(met), stored, len(recorded()) - before


@pytest.mark.parametrize("times", [1, 2])
def test_who_is_stopped_once_or_twice_notices_nothing(school: School, times: int) -> None:
    assert added(school, times) == (302, times, 1, 1)


def test_the_third_time_it_is_said(school: School) -> None:
    assert added(school, 99) == (503, 3, 0, 0)


def answered(work: Callable[[], object], **more: Any) -> tuple[int, int]:
    """How a page answers that does this work and is then stopped by a lock the first time; how often it was asked."""
    asked = []

    def view(request: HttpRequest) -> HttpResponse:
        asked.append(request)
        work()
        if len(asked) == 1:
            raise locked_out()
        return HttpResponse("done")

    request = RequestFactory().post("/", more.pop("form", {}))
    request.received_at = timezone.now() - timedelta(seconds=more.pop("seconds", 0))  # type: ignore[attr-defined]
    request.resolver_match = ResolverMatch(view, (), {})

    def respond(given: HttpRequest) -> HttpResponse:
        try:
            return view(given)
        except OperationalError as error:
            answer = middleware.process_exception(given, error)
            return answer if isinstance(answer, HttpResponse) else HttpResponse(status=503)

    middleware = again.again(respond)
    return middleware(request).status_code, len(asked)


def locked_out() -> OperationalError:
    """A lock as the database of this run tells of it."""
    with locked(1), pytest.raises(OperationalError) as stopped:
        Project.objects.update(place="甲")
    return stopped.value


def test_what_only_looked_is_done_again(school: School) -> None:
    assert answered(lambda: Campaign.objects.get()) == (200, 2)


def test_what_has_stored_something_is_not_done_again(school: School) -> None:
    assert answered(lambda: stored_campaign(year=2018, is_current=False)) == (503, 1)


def test_a_file_is_not_read_twice(school: School) -> None:
    file = SimpleUploadedFile("a.csv", b"x")
    assert answered(lambda: Campaign.objects.get(), form={"file": file}) == (503, 1)


def test_who_has_waited_long_is_told(school: School) -> None:
    assert answered(lambda: Campaign.objects.get(), seconds=6) == (503, 1)
