"""People's requests about their own data: filed by the contact on their behalf, decided by the office (DOMAIN 7)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from volunteers.editing import remove_person
from volunteers.models import DataRequest, Edit, RosterImport, Volunteer

KIND, STATE = DataRequest.Kind, DataRequest.State
SHORTEST_ANSWER = 5


@transaction.atomic
def file_request(person: Volunteer, *, kind: str, wish: str, by: User, at: datetime) -> DataRequest:
    """Write down what a person asks; the law gives them an answer, whatever the deadline of the year."""
    wish = wish.strip()
    if kind == KIND.CORRECTION and not wish:
        sentence = _("Write what is wrong and what would be right.")
        raise ValidationError({"wish": ValidationError(sentence, code="wish-missing")})
    asked = DataRequest(campaign_id=person.campaign_id, unit_year=person.unit_year, person=person, kind=kind)
    asked.by, asked.at = by, at
    asked.keep(wish)
    asked.validate_constraints()
    asked.save()
    record("data-request-filed", asked, unit=person.unit_year.unit.code, by=by, at=at, kind=kind)
    return asked


@transaction.atomic
def decide_request(asked: DataRequest, *, granted: bool, answer: str, by: User, at: datetime) -> DataRequest:
    """Answer a request, once; a granted deletion takes the person off with everything that could bring them back."""
    answer = answer.strip()
    if len(answer) < SHORTEST_ANSWER:
        sentence = _("Write in at least %(count)s characters what was done, or why not.")
        raise ValidationError(sentence, code="answer-missing", params={"count": SHORTEST_ANSWER})
    state, person = STATE.GRANTED if granted else STATE.REFUSED, asked.person
    open_still = DataRequest.objects.waiting().filter(pk=asked.pk)
    facts = {"answer": answer, "decided_by": by, "decided_at": at, "wish_sealed": b""}
    if not open_still.update(state=state, **facts):
        raise ValidationError(_("This request was answered in the meantime."), code="request-answered")
    if granted and asked.kind == KIND.DELETION and person:
        erase(person, by=by, at=at)
    record(f"data-request-{state.value}", asked, unit=asked.unit_year.unit.code, by=by, at=at, kind=asked.kind)
    asked.state = state
    return asked


@transaction.atomic
def erase(person: Volunteer, *, by: User, at: datetime) -> None:
    """Take a person off for good: neither a change by hand nor a roster of the unit can bring them back.

    What the unit has handed in stays as it was received until the year's personal data are deleted.
    """
    unit_year, touched = person.unit_year, list(Edit.objects.touching(person).values_list("pk", flat=True))
    removal = remove_person(person, by=by, at=at)
    Edit.objects.filter(pk__in=[*touched, removal.pk]).update(undo_sealed=b"")
    applied = RosterImport.objects.filter(campaign=unit_year.campaign_id, state=RosterImport.State.APPLIED)
    applied.filter(Q(unit_year=None) | Q(unit_year=unit_year)).update(undo_sealed=b"", changes_sealed=b"")
