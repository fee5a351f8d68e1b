"""What changed since somebody's last visit: others' acts about the own unit, after the login before this one."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.audit import record
from reports.news import MOST, TOLD, News, news_of
from reports.trail import ACTS
from volunteer_portal.tests.acts import visitor
from volunteer_portal.tests.school import School, two_units

NOW = datetime(2030, 11, 9, 1, 2, 3, tzinfo=UTC)


@pytest.fixture
def school(db: None) -> School:
    """The contact was here two days ago and is here again."""
    school = two_units()
    for days in (2, 0):
        record("auth-ok", school.ours.contact, by=school.ours.contact, at=NOW - timedelta(days=days))
    return school


def done(school: School, act: str, *, hours: int, who: str = "reviewer", unit: str = "cs") -> datetime:
    """Somebody did something, so many hours ago."""
    at = NOW - timedelta(hours=hours)
    record(act, school.ours.team, unit=unit, by=school.accounts[who], at=at)
    return at


def test_others_acts_since_the_visit_before(school: School) -> None:
    approved = done(school, "team-approved", hours=3)
    done(school, "project-commented", hours=9)
    commented = done(school, "project-commented", hours=2)
    done(school, "team-returned", hours=49)
    done(school, "submitted", hours=1, who="contact")
    done(school, "team-returned", hours=1, who="neighbour", unit="law")
    done(school, "numbers-revealed", hours=1)
    assert news_of(school.ours.unit_year, school.ours.contact) == (
        NOW - timedelta(days=2),
        [News("project commented", 2, commented), News("team approved", 1, approved)],
    )


def test_nothing_at_the_first_visit(school: School) -> None:
    done(school, "team-approved", hours=3)
    assert news_of(school.ours.unit_year, school.theirs.contact) == (None, [])


def test_not_too_many(school: School) -> None:
    for hours, act in enumerate(sorted(TOLD), 1):
        done(school, act, hours=hours)
    assert len(news_of(school.ours.unit_year, school.ours.contact)[1]) == MOST


def test_page(school: School) -> None:
    done(school, "team-approved", hours=3)
    page = visitor(school.ours.contact).get("/units/cs/").content.decode()
    assert "Since your last visit on 7 Nov" in page
    assert "team approved" in page


def test_every_act_told_has_its_words() -> None:
    assert TOLD - set(ACTS) == set()
