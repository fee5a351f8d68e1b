"""Working days, Monday to Friday; holidays are not known here."""

from datetime import date, timedelta

DAY = timedelta(days=1)


def is_working_day(day: date) -> bool:
    """Monday to Friday."""
    return day.weekday() < 5


def working_days(first: date, last: date) -> int:
    """How many working days there are from the first to the last day, both counted."""
    return sum(is_working_day(first + number * DAY) for number in range((last - first).days + 1))


def working_days_before(day: date, count: int) -> date:
    """The latest day after which, up to and with `day`, so many working days have begun."""
    while count:
        count -= is_working_day(day)
        day -= DAY
    return day
