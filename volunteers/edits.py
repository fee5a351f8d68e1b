"""The way back from changes made by hand: kept with each of them, gone back while nobody changed the people since."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from units.models import UnitYear
from volunteers.among import Among
from volunteers.encryption import fingerprint
from volunteers.identifiers import DocumentType, person_key
from volunteers.models import Claim, Edit, EditLine, Volunteer
from volunteers.roster.known import facts_of
from volunteers.roster.writing import UPDATED, volunteers_with

AT_ONCE = 500
WRITTEN = (*UPDATED, "fingerprint", "unit_year")


def kept_edit(
    act: Edit.Act, people: Sequence[Volunteer], *, fields: Collection[str], by: User | None, at: datetime
) -> Edit:
    """Store who is about to be changed, and how they are now; all of one unit, and none waiting for another one."""
    unit_year = people[0].unit_year
    edit = Edit(campaign_id=unit_year.campaign_id, unit_year=unit_year, act=act, fields=[*fields], count=len(people))
    edit.by, edit.at = by, at
    edit.keep({str(person.pk): as_they_are(person) for person in people})
    edit.save()
    left = 0 if act == Edit.Act.REMOVED else 1
    lines = [EditLine(edit=edit, person_id=person.pk, version=person.version + left) for person in people]
    EditLine.objects.bulk_create(lines, batch_size=AT_ONCE)
    return edit


def as_they_are(person: Volunteer) -> dict[str, Any]:
    """Everything of a person that a change or removal could take away."""
    return {
        "facts": facts_of(person),
        "unit": person.unit_year_id,
        "source": str(person.roster_import_id or ""),
        "version": person.version,
    }


def refuse_claimed(people: Collection[Volunteer]) -> None:
    """Whom another unit asks for is released or kept first."""
    if Claim.objects.unsettled().filter(holder__in=[person.pk for person in people]).exists():
        sentence = _("Another unit asks for this person. Settle the double claim first, then try again.")
        raise ValidationError(sentence, code="person-claimed")


@transaction.atomic
def undo_edit(edit: Edit, *, by: User | None, at: datetime) -> Edit:
    """Take a change by hand back, if all its people are as it left them."""
    edit.unit_year.check_open(by=by, at=at)
    keys = [line.person_id for line in edit.lines.all()]
    now = {person.pk: person for person in Volunteer.objects.select_for_update().filter(pk__in=keys)}
    if not edit.undo_sealed or not edit.is_undoable:
        raise changed_since()
    before = {uuid.UUID(key): facts for key, facts in edit.kept().items()}
    if not Edit.objects.filter(pk=edit.pk, undone_at=None).update(undone_at=at, undo_sealed=b""):
        raise changed_since()
    try:
        with transaction.atomic():
            restore(edit, now, before)
    except IntegrityError:
        raise changed_since() from None
    record("edit-undone", edit, unit=edit.unit_year.unit.code, by=by, at=at, count=edit.count, act=edit.act)
    edit.undone_at = at
    return edit


def restore(edit: Edit, now: Mapping[uuid.UUID, Volunteer], before: Mapping[uuid.UUID, Mapping[str, Any]]) -> None:
    """Write the people as they were; those taken off the roster come back under their old key."""
    versions: dict[tuple[int, int], list[uuid.UUID]] = defaultdict(list)
    for key, kept in before.items():
        versions[kept["version"], (now[key].version if key in now else kept["version"]) + 1].append(key)
    people = [
        as_it_was(now.get(key) or Volunteer(pk=key, campaign_id=edit.campaign_id), kept) for key, kept in before.items()
    ]
    if edit.act == Edit.Act.REMOVED:
        Volunteer.objects.bulk_create(people, batch_size=AT_ONCE)
    else:
        write_back(people, edit.fields if set(edit.fields) <= set(WRITTEN) else WRITTEN)
    let_earlier_edits_be_undone(versions)


def write_back(people: Sequence[Volunteer], fields: Collection[str]) -> None:
    """Store these fields of the people, those who had the same in them together."""
    alike: dict[tuple[Any, ...], list[uuid.UUID]] = defaultdict(list)
    for person in people:
        alike[tuple(person.serializable_value(name) for name in fields)].append(person.pk)
    for facts, keys in alike.items():
        Volunteer.objects.filter(Among(F("pk"), keys)).update(**dict(zip(fields, facts, strict=True)))


def let_earlier_edits_be_undone(versions: Mapping[tuple[int, int], Sequence[uuid.UUID]]) -> None:
    """Who is again as an earlier edit left them, in one version then and another now, may go back further."""
    for (left, now), people in versions.items():
        for start in range(0, len(people), AT_ONCE):
            EditLine.objects.filter(version=left, person__in=people[start : start + AT_ONCE]).update(version=now)


def as_it_was(person: Volunteer, kept: Mapping[str, Any]) -> Volunteer:
    """The person with everything that was kept."""
    facts = kept["facts"]
    volunteers_with([(person, facts)])
    person.fingerprint = fingerprint(person_key(DocumentType(facts["document_type"]), facts["document_number"]))
    person.unit_year_id, person.version = kept["unit"], kept["version"] + 1
    person.roster_import_id = uuid.UUID(kept["source"]) if kept["source"] else None
    return person


def changed_since() -> ValidationError:
    """The way back is closed."""
    sentence = _("This can no longer be taken back: somebody has changed, moved or listed one of the people since.")
    return ValidationError(sentence, code="edit-not-undoable")


def locked(people: Collection[uuid.UUID], unit_year: UnitYear) -> list[Volunteer]:
    """These people of the unit, held until the act is done; whoever left the unit meanwhile is not among them."""
    rows = Volunteer.objects.filter(unit_year=unit_year, pk__in=people).select_for_update(of=("self",))
    return list(rows.select_related("unit_year__unit", "unit_year__campaign").order_by("pk"))
