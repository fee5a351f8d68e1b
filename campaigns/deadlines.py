"""May this still be done at this moment?"""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

OFFICE_TIME = ZoneInfo("Asia/Shanghai")


@lru_cache  # asked of every unit for the same few days
def end_of(day: date, hour: time | None = None) -> datetime:
    """The first moment that is too late: the end of the day in Shanghai, or the hour the campaign names."""
    if hour is not None:
        return datetime.combine(day, hour, OFFICE_TIME)
    return datetime.combine(day + timedelta(days=1), time.min, OFFICE_TIME)


def is_open(deadline: datetime, at: datetime, extension: date | None = None) -> bool:
    """Whether an act at this moment is in time, counting the unit's extension if it has one."""
    return at < (max(deadline, end_of(extension)) if extension else deadline)


def days_left(deadline: datetime, at: datetime) -> int:
    """Whole calendar days in Shanghai until the last day: 0 on the day itself, negative when it has passed."""
    last_moment = deadline - timedelta(microseconds=1)
    return (last_moment.astimezone(OFFICE_TIME).date() - at.astimezone(OFFICE_TIME).date()).days
