"""One person, edited by hand."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from volunteers.edits import kept_edit, locked, refuse_claimed
from volunteers.encryption import fingerprint
from volunteers.identifiers import DocumentType, person_key
from volunteers.milestones import with_milestones
from volunteers.models import Edit, Volunteer
from volunteers.roster.known import facts_of
from volunteers.roster.writing import DERIVED, PLAIN, volunteers_with


def edit_person(
    person: Volunteer, *, version: int, facts: Mapping[str, str], by: User | None, at: datetime
) -> Edit | None:
    """Set a person's checked facts, in the version the editor saw; None when they are what they were."""
    person.unit_year.check_open(by=by, at=at)
    refuse_future(facts, at)
    try:
        with transaction.atomic():
            return change(person, version, facts, by=by, at=at)
    except IntegrityError:
        raise changed_meanwhile() from None


def change(person: Volunteer, version: int, facts: Mapping[str, str], *, by: User | None, at: datetime) -> Edit | None:
    """The part that holds the person."""
    now = next(iter(locked([person.pk], person.unit_year)), None)
    if now is None:
        raise changed_meanwhile()
    before = facts_of(now)
    after = {**before, **with_milestones(before, facts, localdate(at))}
    fields = sorted(name for name, value in after.items() if value != before[name])
    if not fields:
        return None  # also the same form sent twice
    if now.version != version:
        raise changed_meanwhile()
    digest = fingerprint(person_key(DocumentType(after["document_type"]), after["document_number"]))
    refuse_double(now, digest, after["volunteer_number"])
    if digest != now.fingerprint:
        refuse_claimed([now])
    edit = kept_edit(Edit.Act.CHANGED, [now], fields=fields, by=by, at=at)
    volunteers_with([(now, after)])
    now.change(fingerprint=digest, **{name: getattr(now, name) for name in (*PLAIN, *DERIVED)})
    record("volunteer-edited", now, unit=now.unit_year.unit.code, by=by, at=at, fields=fields)
    return edit


def refuse_future(facts: Mapping[str, str], at: datetime) -> None:
    """Nobody is being verified since tomorrow."""
    if facts.get("pending_since", "") > localdate(at).isoformat():
        raise ValidationError({"pending_since": day_in_future()})


def day_in_future() -> ValidationError:
    """A day that has not come."""
    return ValidationError(_("This day lies in the future. Enter the day it happened."), code="day-in-future")


def refuse_double(person: Volunteer, digest: str, number: str) -> None:
    """Nobody is listed twice in a year, and nobody has another person's volunteer number."""
    others = Volunteer.objects.filter(campaign=person.campaign_id).exclude(pk=person.pk)
    if others.filter(fingerprint=digest).exists():
        sentence = _(
            "Somebody with this document number is already listed this year. Compare the number with the document; "
            "if another unit lists the person, ask the office."
        )
        raise ValidationError({"document_number": ValidationError(sentence, code="person-listed")})
    if number and others.numbered().filter(volunteer_number=number).exists():
        sentence = _("Another person has this volunteer number. Compare it with the national system.")
        raise ValidationError({"volunteer_number": ValidationError(sentence, code="volunteer-number-of-another")})


def changed_meanwhile() -> ValidationError:
    """Somebody else was quicker."""
    sentence = _(
        "Somebody changed this person while you were writing. "
        "What you typed is still here; compare, then store it again."
    )
    return ValidationError(sentence, code="person-changed")


@transaction.atomic
def remove_person(person: Volunteer, *, by: User | None, at: datetime) -> Edit:
    """Take a person off the roster; what is needed to bring them back is kept, sealed."""
    person.unit_year.check_open(by=by, at=at)
    now = next(iter(locked([person.pk], person.unit_year)), None)
    if now is None or now.version != person.version:
        raise changed_meanwhile()
    refuse_claimed([now])
    edit = kept_edit(Edit.Act.REMOVED, [now], fields=[], by=by, at=at)
    unit = now.unit_year.unit.code
    record("volunteer-removed", now, unit=unit, by=by, at=at)
    now.delete()
    return edit
