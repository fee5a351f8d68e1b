"""Days as the office writes them, in both languages."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from campaigns.templatetags.days import day_with_weekday, last_moment, short_day


@pytest.mark.parametrize(
    "language, said",
    [("zh-hans", ("11月14日（周三）", "11月14日", "11月15日")), ("en", ("Wed 14 Nov", "14 Nov", "15 Nov"))],
)
def test_days(language: str, said: tuple[str, str, str]):
    day, moment = date(2018, 11, 14), datetime(2018, 11, 14, 16, 30, tzinfo=UTC)
    with translation.override(language):
        assert (day_with_weekday(day), short_day(day), short_day(moment)) == said


@pytest.mark.parametrize(
    "deadline, said",
    [
        (datetime(2018, 11, 14, 16, tzinfo=UTC), "11月14日 24:00"),
        (datetime(2018, 11, 14, 9, 30, tzinfo=UTC), "11月14日 17:30"),
    ],
)
def test_last_moment(deadline: datetime, said: str):
    with translation.override("zh-hans"):
        assert last_moment(deadline) == said
