"""A unit's list of projects comes in; last year's serve as drafts."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from projects.columns import COLUMNS, Facts, read_project
from projects.keeping import check_codes
from projects.models import Project
from sheets.problems import Problem, gettext_noop
from sheets.reading import read
from units.models import UnitYear

TWICE = gettext_noop("The unit has a project of this name already. The row was left out.")
COPIED = (
    "name", "categories", "audiences", "place", "places_offered", "contact_name", "contact_phone", "description",
    "starts_on", "ends_on",
)  # fmt: skip


@dataclass(slots=True)
class ProjectList:
    """What a file of projects says: those to be added, and what is to be said about the other rows."""

    rows: int
    new: list[Facts] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)


def examine_projects(content: bytes, name: str, unit_year: UnitYear) -> ProjectList:
    """Read and compare by name with what the unit has; `Refused` when the file as a whole cannot be used."""
    sheet = read(content, name, COLUMNS)
    found = ProjectList(len(sheet.rows) + len(sheet.problems), [], list(sheet.problems), list(sheet.notices))
    taken = set(Project.objects.filter(unit_year=unit_year).values_list("name", flat=True))
    for row, cells in sheet.rows:
        facts, problems = read_project(row, cells)
        found.problems += problems
        if not problems and facts["name"] in taken:
            found.notices.append(Problem("project-known", TWICE, {}, row, "项目名称"))
        elif not problems:
            taken.add(str(facts["name"]))
            found.new.append(facts)
    return found


@transaction.atomic
def add_projects(
    unit_year: UnitYear, *, rows: Collection[dict[str, Any]], by: User | None, at: datetime
) -> list[Project]:
    """Store the projects that were shown, all or none."""
    unit_year.check_open(by=by, at=at)
    added = []
    for facts in rows:
        project = Project(unit_year=unit_year, **facts)
        project.full_clean()
        check_codes(project)
        project.save()
        added.append(project)
    record("projects-imported", unit_year, unit=unit_year.unit.code, by=by, at=at, count=len(added))
    return added


def last_years(unit_year: UnitYear) -> list[Project]:
    """The unit's projects of the latest earlier year, but those whose names are taken already."""
    year = unit_year.campaign.year
    earlier = Project.objects.filter(unit_year__unit=unit_year.unit_id, unit_year__campaign__year__lt=year)
    projects = list(earlier.exclude(state=Project.State.VOID).select_related("unit_year__campaign").order_by("pk"))
    if not projects:
        return []
    latest = max(project.unit_year.campaign.year for project in projects)
    taken = set(Project.objects.filter(unit_year=unit_year).values_list("name", flat=True))
    return [project for project in projects if project.unit_year.campaign.year == latest and project.name not in taken]


@transaction.atomic
def copy_projects(unit_year: UnitYear, *, chosen: Collection[int], by: User | None, at: datetime) -> int:
    """Take last year's projects over as drafts, a year later; returns how many."""
    unit_year.check_open(by=by, at=at)
    projects = [project for project in last_years(unit_year) if project.pk in chosen]
    if not projects:
        raise ValidationError(_("Choose at least one project."), code="nothing-chosen")
    for project in projects:
        facts = {fact: getattr(project, fact) for fact in COPIED}
        copy = Project(unit_year=unit_year, state=Project.State.DRAFT, **facts)
        years = unit_year.campaign.year - project.unit_year.campaign.year
        copy.starts_on, copy.ends_on = years_later(copy.starts_on, years), years_later(copy.ends_on, years)
        copy.full_clean()
        copy.save()
    record("projects-copied", unit_year, unit=unit_year.unit.code, by=by, at=at, count=len(projects))
    return len(projects)


def years_later(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
