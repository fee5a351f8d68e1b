"""Units to re-organise, and the way an office does it: look, then carry out what was seen."""

from django.apps import apps
from django.utils import timezone
from django.utils.timezone import localdate

from reports.restructuring import reorganise
from reports.restructuring_states import plan_for
from volunteer_portal.tests import school

NOW = timezone.now()
TODAY = localdate(NOW)
# What a re-organisation may touch; the memory of it and the trail stay.
TOUCHED = ("units.Unit", "units.UnitYear", "units.StaffContact", "units.ContactInvitation", "units.Team",
           "units.TeamReview", "volunteers.Volunteer", "projects.Project")  # fmt: skip


def unit(campaign, code, name, first=0, people=0, **facts):
    """A unit with a contact, a head count, an approved team, two projects and so many people, a third of them staff."""
    unit_year = school.head_count(school.stored_unit(campaign, code, name, **facts), 10, 20, 5)
    unit_year.count_confirmed_at = NOW
    unit_year.save()
    school.stored_contact(unit_year, f"{code}-contact")
    school.stored_team(unit_year)
    for word in ("晨光", "暖冬"):
        school.stored_project(unit_year, f"{name}{word}")
    for serial in range(first, first + people):
        school.stored_person(unit_year, school.on_a_roster(serial, category=("student", "staff", "other")[serial % 3]))
    return unit_year


def done(order, by, at=NOW, basis="校发〔2018〕1号"):
    seen = plan_for(order, apps.get_model("campaigns.Campaign").objects.current(), localdate(at)).digest
    return reorganise(order, seen=seen, basis=basis, by=by, at=at)


def everything():
    """Every row a re-organisation may touch, as values; the counter of a person's changes only ever grows."""
    rows = {label: list(apps.get_model(label).objects.order_by("pk").values()) for label in TOUCHED}
    return {
        label: [{key: row[key] for key in row if key != "version"} for row in found] for label, found in rows.items()
    }
