"""When a backup is due, and which of the old ones are kept (SECURITY C24)."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from campaigns.deadlines import OFFICE_TIME

AT_NIGHT = time(2, 0)
ON_DEADLINE_DAY = timedelta(minutes=15)
DAYS_KEPT, MONTHS_KEPT = 14, 3
ALL_KEPT_FOR = timedelta(days=2)


def is_due(last: datetime | None, at: datetime, *, is_deadline_day: bool) -> bool:
    """Whether a backup should be made now: after each night at two, and every quarter of an hour on the last day."""
    if last is None:
        return True
    if is_deadline_day and at - last >= ON_DEADLINE_DAY:
        return True
    here = at.astimezone(OFFICE_TIME)
    tonight = datetime.combine(here.date(), AT_NIGHT, OFFICE_TIME)
    return last < (tonight if here >= tonight else tonight - timedelta(days=1))


def to_keep(made: Iterable[datetime], at: datetime) -> set[datetime]:
    """Those of the last two days, the newest of each of the last 14 days and of each of the last 3 months."""
    newest_first = sorted(made, reverse=True)
    by_day: dict[date, datetime] = {}
    by_month: dict[tuple[int, int], datetime] = {}
    for moment in newest_first:
        day = moment.astimezone(OFFICE_TIME).date()
        by_day.setdefault(day, moment)
        by_month.setdefault((day.year, day.month), moment)
    recent = {moment for moment in newest_first if at - moment < ALL_KEPT_FOR}
    return recent | {*list(by_day.values())[:DAYS_KEPT]} | {*list(by_month.values())[:MONTHS_KEPT]}
