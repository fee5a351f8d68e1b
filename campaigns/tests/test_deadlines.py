"""The last moment, whatever zone the server's clock shows (DESIGN 1.7)."""

import time as clock
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest

from campaigns.deadlines import OFFICE_TIME, days_left, end_of, is_open

LAST_DAY = date(2018, 11, 14)
SECOND = timedelta(seconds=1)


@pytest.fixture(params=["UTC", "Asia/Shanghai", "America/Los_Angeles"], autouse=True)
def process_zone(request: pytest.FixtureRequest) -> Iterator[None]:
    """The process believes to be in this zone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        clock.tzset()
        yield
    clock.tzset()


def at(text: str) -> datetime:
    """A moment of the office's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=OFFICE_TIME)


@pytest.mark.parametrize(
    ("hour", "expected"),
    [
        (None, datetime(2018, 11, 14, 16, tzinfo=UTC)),
        (time(17), datetime(2018, 11, 14, 9, tzinfo=UTC)),
        (time(0), datetime(2018, 11, 13, 16, tzinfo=UTC)),
    ],
)
def test_end_of(hour: time | None, expected: datetime) -> None:
    assert end_of(LAST_DAY, hour) == expected


IN_TIME = {
    "long before": ("2018-11-09T08:00:00", None, None, True),
    "first moment of the last day": ("2018-11-14T00:00:00", None, None, True),
    "last moment": ("2018-11-14T23:59:59.999999", None, None, True),
    "midnight": ("2018-11-15T00:00:00", None, None, False),
    "a moment before the hour": ("2018-11-14T16:59:59.999999", time(17), None, True),
    "on the hour": ("2018-11-14T17:00:00", time(17), None, False),
    "extended, last moment": ("2018-11-17T23:59:59.999999", None, date(2018, 11, 17), True),
    "extended, midnight": ("2018-11-18T00:00:00", None, date(2018, 11, 17), False),
    "extended past an hour of the same day": ("2018-11-14T20:00:00", time(17), LAST_DAY, True),
    "an extension never shortens": ("2018-11-14T12:00:00", None, date(2018, 11, 12), True),
}


@pytest.mark.parametrize(("moment", "hour", "extension", "expected"), IN_TIME.values(), ids=IN_TIME)
def test_is_open(moment: str, hour: time | None, extension: date | None, expected: bool) -> None:
    assert is_open(end_of(LAST_DAY, hour), at(moment), extension) is expected


@pytest.mark.parametrize(
    ("moment", "hour", "expected"),
    [
        ("2018-11-09T08:00:00", None, 5),
        ("2018-11-13T23:59:59.999999", None, 1),
        ("2018-11-14T00:00:00", None, 0),
        ("2018-11-14T23:59:59.999999", None, 0),
        ("2018-11-15T00:00:00", None, -1),
        ("2018-11-14T18:00:00", time(17), 0),
        ("2018-11-13T18:00:00", time(17), 1),
    ],
)
def test_days_left(moment: str, hour: time | None, expected: int) -> None:
    assert days_left(end_of(LAST_DAY, hour), at(moment)) == expected


def test_the_same_moment_of_another_zone_is_judged_alike() -> None:
    last = datetime(2018, 11, 14, 15, 59, 59, 999_999, tzinfo=UTC)
    assert (is_open(end_of(LAST_DAY), last), is_open(end_of(LAST_DAY), last + SECOND)) == (True, False)
    assert (days_left(end_of(LAST_DAY), last), days_left(end_of(LAST_DAY), last + SECOND)) == (0, -1)
