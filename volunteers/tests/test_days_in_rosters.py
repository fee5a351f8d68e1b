"""Real dates of Excel: a day of joining is read, a date in place of a name or number is a row error (R7)."""

from datetime import date, datetime
from typing import Any

import pytest

from sheets.tests.building import saved, workbook
from volunteer_portal.tests.school import stored_campaign, stored_unit
from volunteers.models import Volunteer
from volunteers.roster.importing import apply_import
from volunteers.tests.rosters import HEADER, codes, examined, line


@pytest.mark.django_db
def test_days_arrive_as_days() -> None:
    day = date(2025, 3, 15)
    rows: list[list[Any]] = [
        [*line(1), day],
        [*line(2), datetime(2025, 3, 16, 8, 30)],
        [*line(3), "2025年3月17日"],
        [*line(4, 姓名=day), None],
        [*line(5, 证件号码=day), None],
        [*line(6, 备注=day), None],
    ]
    unit_year = stored_unit(stored_campaign())
    received = examined(unit_year, saved(workbook(名单=[[*HEADER, "加入日期"], *rows])), "名单.xlsx")
    assert codes(received) == [(5, "cell-date"), (6, "cell-date"), (7, "cell-date")]
    apply_import(received, by=None, at=received.at)
    people = Volunteer.objects.order_by("volunteer_number").values_list("joined_on", "status")
    assert list(people) == [(date(2025, 3, number), "joined") for number in (15, 16, 17)]
