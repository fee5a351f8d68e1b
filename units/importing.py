"""Attachment 1 comes in: creates or updates the year's units and standard names."""

from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from campaigns.models import Campaign
from sheets.problems import Problem
from sheets.reading import read
from units.attachment1_columns import COLUMNS, UNIT_TWICE, UnitRow, read_row
from units.models import Unit, UnitYear

FOOT = ("合计", "备注", "填报", "注：", "说明")


@dataclass(slots=True)
class UnitList:
    """What Attachment 1 says, compared with the units the campaign has."""

    rows: int = 0
    good: list[UnitRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    created: list[UnitRow] = field(default_factory=list)
    updated: list[tuple[UnitYear, UnitRow]] = field(default_factory=list)
    unchanged: list[UnitYear] = field(default_factory=list)


def examine_units(content: bytes, name: str, campaign: Campaign) -> UnitList:
    """Read and compare; `Refused` when the file as a whole cannot be used."""
    sheet = read(content, name, COLUMNS)
    found = UnitList(problems=list(sheet.problems), notices=list(sheet.notices))
    seen: dict[str, int] = {}
    for number, cells in sheet.rows:
        if str(cells.get("position") or cells.get("name") or "").startswith(FOOT):
            continue
        found.rows += 1
        row, problems = read_row(number, cells, [earlier.standard_name for earlier in found.good])
        if row and row.name in seen:
            problems.append(Problem("unit-twice", UNIT_TWICE, {"other": seen[row.name]}, number, "所属党组织", row.name))
        elif row:
            seen[row.name] = number
            found.good.append(row)
        found.problems += problems
    sort_out(found, campaign)
    return found


def sort_out(found: UnitList, campaign: Campaign) -> None:
    """Which lines are new, which change a unit, which say what is known; a unit is found by its code, else by its name."""
    known = list(UnitYear.objects.for_campaign(campaign).select_related("unit"))
    by_code, by_name = {unit.unit.code: unit for unit in known}, {unit.name: unit for unit in known}
    for row in found.good:
        unit_year = by_code.get(row.code) or by_name.get(row.name)
        if unit_year is None:
            found.created.append(row)
        elif all(getattr(unit_year, key) == value for key, value in facts_of(row).items()):
            found.unchanged.append(unit_year)
        else:
            found.updated.append((unit_year, row))


def facts_of(row: UnitRow) -> dict[str, object]:
    """What Attachment 1 decides about a unit."""
    return {key: value for key, value in asdict(row).items() if key not in ("row", "code")}


@transaction.atomic
def apply_units(found: UnitList, campaign: Campaign, *, by: User | None, at: datetime) -> None:
    """Create and update the units; the good lines are taken over, the others stay to be mended."""
    position = campaign.units.count()
    for row in found.created:
        position += 1
        unit, _is_new = Unit.objects.get_or_create(code=row.code or free_code())
        unit_year = UnitYear(campaign=campaign, unit=unit, position=position, is_college="学院" in row.name, **facts_of(row))
        unit_year.full_clean()
        unit_year.save()
    for unit_year, row in found.updated:
        for key, value in facts_of(row).items():
            setattr(unit_year, key, value)
        unit_year.full_clean()
        unit_year.save(update_fields=list(facts_of(row)))
    record("units-imported", campaign, by=by, at=at, created=len(found.created), updated=len(found.updated))


def free_code() -> str:
    """The next unused code of the form u01."""
    used = set(Unit.objects.filter(code__startswith="u").values_list("code", flat=True))
    return next(code for number in range(1, len(used) + 2) if (code := f"u{number:02d}") not in used)
