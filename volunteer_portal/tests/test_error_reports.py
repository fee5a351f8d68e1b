"""A developer's page about an error shows no number; Django's own would (SECURITY C12, F7)."""

import sys

import pytest
from django.test import RequestFactory
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

from volunteer_portal.tests.school import on_a_roster


def report(typed: str, *, by_django: bool) -> str:
    """Both forms of the report about an act that broke with this in hand."""
    request = RequestFactory().post("/units/cs/", {"document_number": typed})
    if by_django:
        request.exception_reporter_filter = SafeExceptionReporterFilter()
    try:
        int(f"{len(typed)}x")
    except ValueError:
        reporter = ExceptionReporter(request, *sys.exc_info())
    return f"{reporter.get_traceback_html()}{reporter.get_traceback_text()}"


@pytest.mark.parametrize("by_django", [False, True])
def test_what_a_report_shows(by_django: bool) -> None:
    number = on_a_roster(1).document_number
    shown = report(number, by_django=by_django)
    assert [word in shown for word in ("document_number", "typed", number)] == [True, True, by_django]
