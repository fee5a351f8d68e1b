"""The last moment, as acts and pages judge it, in whatever time zone the process runs."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from units.filing import file_team
from units.head_counts import set_head_count
from units.listing import extend_deadline
from units.models import Team, UnitYear
from volunteer_portal.tests.acts import entry, recorded, said_at, visitor
from volunteer_portal.tests.school import CHAIN, stored_account, stored_campaign, stored_contact, stored_unit

LAST, OVER = "2018-11-14T23:59:59.999999+08:00", "2018-11-15T00:00:00+08:00"
FACTS = {
    "registered_name": "试验大学计算机学院志愿服务队", "liaison_code": "LX-01", "liaison_chain": CHAIN,
    "registration_status": "未登记的社会组织或其他组织", "contact_name": "司空联系", "contact_is_staff": True,
    "contact_phone": "0371-67780000", "contact_email": "cs@example.com", "registered_on": date(2018, 11, 1),
    "renamed_on": None,
}  # fmt: skip
COUNT: dict[str, Any] = {"staff": 20, "students": 80, "party_members": 10, "counted_on": date(2018, 11, 1)}
TYPED = {name: fact for name, fact in FACTS.items() if fact is not None}
EXTENDED = {"extended_until": date(2018, 11, 16), "extension_reason": "外出实习"}
LAST_EXTENDED, OVER_EXTENDED = "2018-11-16T23:59:59.999999+08:00", "2018-11-17T00:00:00+08:00"
MOMENTS = [({}, LAST, True), ({}, OVER, False), (EXTENDED, LAST_EXTENDED, True), (EXTENDED, OVER_EXTENDED, False)]


@pytest.fixture(params=["UTC", "America/Los_Angeles", "Pacific/Kiritimati"], autouse=True)
def zone(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.fixture
def unit_year(db: None) -> UnitYear:
    return stored_unit(
        stored_campaign(year=2018, electronic_due_on=date(2018, 11, 14), paper_due_on=date(2018, 11, 20))
    )


@pytest.mark.parametrize("extension, moment, is_open", MOMENTS)
def test_acts(unit_year: UnitYear, extension: dict[str, object], moment: str, is_open: bool) -> None:
    UnitYear.objects.update(**extension)
    unit_year.refresh_from_db()
    contact, at = stored_contact(unit_year, "contact"), datetime.fromisoformat(moment)
    acts = [
        lambda: file_team(unit_year, facts=FACTS, by=contact, at=at),
        lambda: set_head_count(unit_year, **COUNT, source="人事处", by=contact, at=at),
    ]
    codes = []
    for act in acts:
        try:
            act()
        except ValidationError as refusal:
            codes.append(refusal.code)
    assert codes == ([] if is_open else ["deadline-passed"] * 2)
    assert (Team.objects.exists(), UnitYear.objects.get().total) == ((True, 100) if is_open else (False, None))


@pytest.mark.parametrize("extension, moment, is_open", MOMENTS)
def test_pages_judge_by_the_moment_the_request_came(
    unit_year: UnitYear, extension: dict[str, object], moment: str, is_open: bool
) -> None:
    UnitYear.objects.update(**extension)
    contact = stored_contact(unit_year, "contact")
    with time_machine.travel(datetime.fromisoformat(moment), tick=False):
        browser = visitor(contact)
        answer = browser.post(reverse("team", args=["cs"]), {**TYPED, "seen": 0})
    assert (answer.status_code, Team.objects.exists()) == ((302, True) if is_open else (200, False))
    if not is_open:
        assert said_at(answer) == {"__all__": ["deadline-passed"]}
        assert answer.context["form"]["liaison_code"].value() == "LX-01"


def test_extend_deadline(unit_year: UnitYear) -> None:
    reviewer, at = stored_account("reviewer", "reviewer"), datetime.fromisoformat(OVER)
    extended = extend_deadline(unit_year, until=date(2018, 11, 16), reason=" 外出实习 ", by=reviewer, at=at)
    assert extended.deadline == datetime(2018, 11, 16, 16, tzinfo=UTC)
    kept = UnitYear.objects.get()
    assert (kept.extended_until, kept.extension_reason) == (date(2018, 11, 16), "外出实习")
    assert recorded() == [
        entry("deadline-extended", unit_year, unit="cs", reason="外出实习", by=reviewer, at=at, until="2018-11-16")
    ]


@pytest.mark.parametrize(
    ("until", "reason", "errors"),
    [
        ("2018-11-14", "外出实习", {"until": ["extension-not-later"]}),
        ("2018-11-13", "外出实习", {"until": ["extension-not-later"]}),
        ("2018-11-15", "", {"reason": ["required"]}),
        ("", "外出实习", {"until": ["required"]}),
        ("2018-11-15", "外出实习", None),
    ],
)
def test_the_office_page(unit_year: UnitYear, until: str, reason: str, errors: dict[str, list[str]] | None) -> None:
    browser = visitor(stored_account("reviewer", "reviewer"))
    answer = browser.post(reverse("extend_deadline", args=["cs"]), {"until": until, "reason": reason})
    if errors is None:
        assert (answer.status_code, UnitYear.objects.get().extended_until) == (302, date(2018, 11, 15))
    else:
        assert (said_at(answer), UnitYear.objects.get().extended_until) == (errors, None)
