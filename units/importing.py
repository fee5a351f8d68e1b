"""Attachment 1 comes in: creates or updates the year's units and standard names."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from campaigns.models import Campaign
from sheets.problems import Problem, gettext_noop
from sheets.reading import read
from units.attachment1_columns import COLUMNS, UNIT_TWICE, UnitRow, read_row, text
from units.models import Unit, UnitYear

NOT_A_UNIT = gettext_noop("This row names neither a unit nor a team and was left out. Nothing is to be done.")


@dataclass(slots=True)
class UnitList:
    """What Attachment 1 says, compared with the units the campaign has."""

    columns: Collection[str] = ()
    rows: int = 0
    good: list[UnitRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    created: list[UnitRow] = field(default_factory=list)
    updated: list[tuple[UnitYear, UnitRow]] = field(default_factory=list)
    unchanged: list[UnitYear] = field(default_factory=list)

    def stated(self, row: UnitRow) -> dict[str, object]:
        """What the file says about a unit: columns it does not have change nothing."""
        return {key: value for key, value in facts_of(row).items() if key in self.columns}


def facts_of(row: UnitRow) -> dict[str, object]:
    """Everything Attachment 1 may decide about a unit."""
    return {key: value for key, value in asdict(row).items() if key not in ("row", "code")}


def examine_units(content: bytes, name: str, campaign: Campaign) -> UnitList:
    """Read and compare; `Refused` when the file as a whole cannot be used."""
    sheet = read(content, name, COLUMNS)
    found = UnitList(columns=sheet.columns, problems=list(sheet.problems), notices=list(sheet.notices))
    seen: dict[str, int] = {}
    for number, cells in sheet.rows:
        found.rows += 1
        if not text(cells, "standard_name") and (not text(cells, "name") or text(cells, "name") == "合计"):
            found.notices.append(Problem("line-without-unit", NOT_A_UNIT, {}, number))
            continue
        row, problems = read_row(number, cells, [earlier.standard_name for earlier in found.good])
        if row and row.name in seen:
            problems.append(
                Problem("unit-twice", UNIT_TWICE, {"other": seen[row.name]}, number, "所属党组织", row.name)
            )
        elif row:
            seen[row.name] = number
            found.good.append(row)
        found.problems += problems
    sort_out(found, campaign)
    return found


def sort_out(found: UnitList, campaign: Campaign) -> None:
    """Which lines are new, which change a unit, which say what is known; a unit is found by code, else by name."""
    known = list(UnitYear.objects.for_campaign(campaign).select_related("unit"))
    by_code, by_name = {unit.unit.code: unit for unit in known}, {unit.name: unit for unit in known}
    for row in found.good:
        unit_year = by_code.get(row.code) or by_name.get(row.name)
        if unit_year is None:
            found.created.append(row)
        elif all(getattr(unit_year, key) == value for key, value in found.stated(row).items()):
            found.unchanged.append(unit_year)
        else:
            found.updated.append((unit_year, row))


@transaction.atomic
def apply_units(found: UnitList, campaign: Campaign, *, by: User | None, at: datetime) -> None:
    """Create and update the units; the good lines are taken over, the others stay to be mended."""
    position = campaign.units.count()
    for row in found.created:
        position += 1
        unit, _is_new = Unit.objects.get_or_create(code=row.code or free_code())
        unit_year = UnitYear(
            campaign=campaign, unit=unit, position=position, is_college="学院" in row.name, **facts_of(row)
        )
        unit_year.full_clean()
        unit_year.save()
    for unit_year, row in found.updated:
        stated = found.stated(row)
        for key, value in stated.items():
            setattr(unit_year, key, value)
        unit_year.full_clean()
        unit_year.save(update_fields=list(stated))
    record("units-imported", campaign, by=by, at=at, created=len(found.created), updated=len(found.updated))


def free_code() -> str:
    """The next unused code of the form u01."""
    used = set(Unit.objects.filter(code__startswith="u").values_list("code", flat=True))
    return next(code for number in range(1, len(used) + 2) if (code := f"u{number:02d}") not in used)
