"""What a long roster asks of the worker's memory: a bound for each act, whatever the machine is doing besides."""

import pytest
from django.db import connections
from django.utils import timezone

from benchmarks.measuring import memory_growth
from volunteer_portal.demo.people import document_number
from volunteer_portal.tests.school import stored_campaign, stored_unit
from volunteers.models import Volunteer
from volunteers.roster.importing import apply_import, check, receive
from volunteers.roster.undoing import look_back, undo_import
from volunteers.tests.rosters import again, as_csv

ROWS = 10_000
MEGABYTES = 70


@pytest.mark.django_db(transaction=True)
def test_ten_thousand_people() -> None:
    unit_year = stored_unit(stored_campaign())
    lines = (["慕容书", document_number(serial), "本科生"] for serial in range(ROWS))
    content, now = as_csv(*lines, header=["姓名", "证件号码", "人员类别"]), timezone.now()
    received = receive(content, "名单.csv", unit_year.campaign, unit_year, by=None, at=now)
    grown = {}
    for name, act in (
        ("read", lambda: check(again(received))),
        ("taken over", lambda: apply_import(again(received), by=None, at=now)),
        ("taken back", lambda: undo_import(again(received), look_back(again(received)), by=None, at=now)),
    ):
        connections.close_all()
        grown[name] = memory_growth(act)
        assert Volunteer.objects.count() == (ROWS if name == "taken over" else 0)
    assert {name: megabytes for name, megabytes in grown.items() if megabytes > MEGABYTES} == {}
    assert min(grown.values()) > 1
