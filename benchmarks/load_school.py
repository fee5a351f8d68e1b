"""`python -m benchmarks.load_school FOLDER PEOPLE ROSTERS ROWS`: a school for the load, in the portal's own database.

Each of the people at work is the contact of a unit of its own with about 600 people in it, so that 65 make a school of
40,000. ROSTERS more units wait for a roster of ROWS newcomers, which lies in FOLDER.
"""

import json
import sys
from pathlib import Path

import django

django.setup()

from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402 – Django has to stand first
from campaigns.models import Campaign  # noqa: E402
from units.models import UnitYear  # noqa: E402
from volunteer_portal.tests.school import (  # noqa: E402
    PASSWORD,
    checked_roster,
    furnished_unit,
    head_count,
    on_a_roster,
    stored_account,
    stored_campaign,
    stored_contact,
    stored_unit,
)
from volunteers.models import Volunteer  # noqa: E402
from volunteers.roster.importing import apply_import  # noqa: E402

IN_A_UNIT = 610
IN_WORDS = str.maketrans("0123456789", "零一二三四五六七八九")  # no name has digits


def unit_at_work(campaign: Campaign, number: int) -> None:
    """A unit that has handed in, its roster taken over, and its contact."""
    unit = furnished_unit(campaign, f"u{number}", f"第{number}学院", 1000 * (number + 1), "令狐", position=number + 1)
    head_count(unit.unit_year, staff=60, students=900)
    first = 100_000 + 1000 * number
    people = [on_a_roster(serial) for serial in range(first, first + IN_A_UNIT)]
    apply_import(checked_roster(campaign, unit.unit_year, people), by=None, at=timezone.now())


def waiting_unit(campaign: Campaign, number: int, folder: Path, rows: int) -> None:
    """An empty unit, its contact, and the file that is going to be sent."""
    unit: UnitYear = stored_unit(campaign, f"r{number}", f"第{number}附属学院", position=900 + number)
    stored_contact(unit, f"r{number}-contact")
    first = 400_000 + number * rows
    people = (on_a_roster(serial) for serial in range(first, first + rows))
    facts = (
        (each.name.translate(IN_WORDS), each.document_number, each.phone, each.volunteer_number) for each in people
    )
    lines = (",".join([*each, "学生"]) for each in facts)
    (folder / f"r{number}.csv").write_text("\n".join(["姓名,证件号码,手机号码,志愿者编号,人员类别", *lines]))


def main() -> None:
    """Fill the school and say who can log in."""
    folder, (people, rosters, rows) = Path(sys.argv[1]), map(int, sys.argv[2:])
    campaign = stored_campaign()
    for number in range(people):
        unit_at_work(campaign, number)
    for number in range(rosters):
        waiting_unit(campaign, number, folder, rows)
    for role in (User.Role.REVIEWER, User.Role.ADMINISTRATOR):
        stored_account(role, role)
    print(json.dumps({"password": PASSWORD, "people": Volunteer.objects.count()}))


main()
