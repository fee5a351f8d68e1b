"""Attachment 1 comes in: creates or updates the year's units and standard names."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from accounts.audit import record
from accounts.models import User
from campaigns.models import Campaign
from sheets.problems import NoGoodRow, Problem, gettext_noop
from sheets.reading import read
from units.attachment1_columns import COLUMNS, UNIT_TWICE, UnitRow, is_no_unit, read_row
from units.models import Unit, UnitYear
from units.naming import WARNINGS, check_standard_name

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
    absent: int = 0

    def stated(self, row: UnitRow) -> dict[str, object]:
        """What the file says about a unit: columns it does not have change nothing."""
        return {key: value for key, value in facts_of(row).items() if key in self.columns}


def facts_of(row: UnitRow) -> dict[str, object]:
    """Everything Attachment 1 may decide about a unit."""
    return {key: value for key, value in asdict(row).items() if key not in ("row", "code")}


def examine_units(content: bytes, name: str, campaign: Campaign) -> UnitList:
    """Read and compare; `Refused` when the file as a whole cannot be used."""
    sheet = read(content, name, COLUMNS)
    found = UnitList(columns=sorted(sheet.columns), problems=list(sheet.problems), notices=list(sheet.notices))
    found.rows = len(sheet.rows) + len(sheet.problems)
    seen: dict[str, int] = {}
    for number, cells in sheet.rows:
        if is_no_unit(cells):
            found.notices.append(Problem("line-without-unit", NOT_A_UNIT, {}, number))
            continue
        row, problems = read_row(number, cells, [earlier.standard_name for earlier in found.good])
        earlier = row and next((seen[key] for key in (row.name, row.code) if key and key in seen), None)
        if row and earlier:
            problems = [Problem("unit-twice", UNIT_TWICE, {"other": earlier}, number, "所属党组织", row.name)]
            row = None
        if row:
            seen |= {row.name: number, row.code: number}
            found.good.append(row)
        (found.notices if row else found.problems).extend(problems)
    sort_out(found, campaign)
    return found


def refuse_if_nothing_good(found: UnitList) -> None:
    """Raise `NoGoodRow` when no row at all can be accepted."""
    if found.problems and not (found.created or found.updated or found.unchanged):
        raise NoGoodRow(found.problems[0], found.problems)


def sort_out(found: UnitList, campaign: Campaign) -> None:
    """Which lines are new, which change a unit, which say what is known; a unit is found by code, else by name."""
    known = list(UnitYear.objects.for_campaign(campaign).select_related("unit"))
    by_code, by_name = {unit.unit.code: unit for unit in known}, {unit.name: unit for unit in known}
    pairs = [(row, by_code.get(row.code) or by_name.get(row.name)) for row in found.good]
    listed = {unit_year.pk for _row, unit_year in pairs if unit_year}
    absent = [unit_year.standard_name for unit_year in known if unit_year.pk not in listed]
    found.absent = len(absent)
    for row, unit_year in pairs:
        remarks = [
            Problem(remark.code, remark.message, remark.params, row.row, "规范名称", remark.value)
            for remark in check_standard_name(row.standard_name, absent)
        ]
        if any(remark.code not in WARNINGS for remark in remarks):
            found.problems += remarks
            continue
        found.notices += remarks
        if unit_year is None:
            found.created.append(row)
        elif all(getattr(unit_year, key) == value for key, value in found.stated(row).items()):
            found.unchanged.append(unit_year)
        else:
            found.updated.append((unit_year, row))


def staged(found: UnitList) -> list[dict[str, Any]]:
    """The good lines as a preview keeps them until they are confirmed."""
    return [asdict(row) | {"columns": list(found.columns)} for row in found.good]


def confirmed(rows: list[dict[str, Any]], campaign: Campaign) -> UnitList:
    """The lines of a preview again, compared with the units as they are now."""
    found = UnitList(columns=rows[0]["columns"] if rows else [], rows=len(rows))
    found.good = [UnitRow(**{key: value for key, value in row.items() if key != "columns"}) for row in rows]
    sort_out(found, campaign)
    return found


@transaction.atomic
def apply_units(found: UnitList, campaign: Campaign, *, by: User | None, at: datetime) -> None:
    """Create and update the units; the good lines are taken over, the others stay to be mended."""
    # Names may move from one unit to another within a file: all are set free before any is given.
    renamed = UnitYear.objects.filter(pk__in=[unit_year.pk for unit_year, _row in found.updated])
    renamed.update(standard_name=Concat(Value("#"), Cast("pk", CharField())))
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
