"""What every working day has to bring, and whether this week is enough."""

from datetime import date

import pytest

from reports.pace import Pace, pace, pace_findings

MONDAY, WEDNESDAY, FRIDAY, SATURDAY = (date(2018, 11, day) for day in (5, 7, 9, 10))
DUE, SUNDAY = date(2018, 11, 14), date(2018, 11, 11)


@pytest.mark.parametrize(
    "gap, done, today, last_day, expected",
    [
        (37, 12, WEDNESDAY, DUE, (Pace(37, 6, 12, 3), 7, "pace-short")),
        (37, 19, WEDNESDAY, DUE, (Pace(37, 6, 19, 3), 7, "pace-enough")),
        (38, 19, WEDNESDAY, DUE, (Pace(38, 6, 19, 3), 7, "pace-enough")),
        (39, 19, WEDNESDAY, DUE, (Pace(39, 6, 19, 3), 7, "pace-short")),
        (1, 0, MONDAY, DUE, (Pace(1, 8, 0, 1), 1, "pace-short")),
        (5, 5, DUE, DUE, (Pace(5, 1, 5, 3), 5, "pace-short")),
        (5, 15, DUE, DUE, (Pace(5, 1, 15, 3), 5, "pace-enough")),
        (5, 9, SATURDAY, SUNDAY, (Pace(5, 0, 9, 5), None, "pace-last-days")),
        (5, 9, SATURDAY, FRIDAY, (Pace(5, 0, 9, 5), None, "pace-too-late")),
        (0, 0, WEDNESDAY, DUE, (Pace(0, 6, 0, 3), 0, "")),
        (0, 0, SATURDAY, FRIDAY, (Pace(0, 0, 0, 5), None, "")),
    ],
)
def test_pace(gap: int, done: int, today: date, last_day: date, expected: tuple[Pace, int | None, str]) -> None:
    found = pace(gap, done, today, last_day)
    codes = [finding.code for finding in pace_findings(found, today, last_day)]
    assert (found, found.needed_a_day, "".join(codes)) == expected


def test_in_words() -> None:
    (finding,) = pace_findings(pace(37, 12, WEDNESDAY, DUE), WEDNESDAY, DUE)
    assert finding.message % finding.params == (
        "Needed: 7 people each working day, 6 working days are left. "
        "This week brought 12 in 3 working days: that is not enough yet."
    )
