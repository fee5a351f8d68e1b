"""Complete numbers are shown one person at a time, for a reason, and recorded first (SECURITY C14)."""

from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import AuditEntry, User
from volunteers.models import Volunteer

LEAST_REASON = 5
MOST_A_DAY = 200


def reveal(person: Volunteer, *, reason: str, by: User, at: datetime) -> dict[str, str]:
    """The complete document and phone number of a person, once it is recorded who wants to see them and why."""
    record_reveal(person, reason.strip(), by=by, at=at)
    return {"document_number": person.clear_document_number(), "phone": person.clear_phone()}


@transaction.atomic
def record_reveal(person: Volunteer, reason: str, *, by: User, at: datetime) -> None:
    """Write down the reason, unless there is none or the day's number of people is used up."""
    if len(reason) < LEAST_REASON:
        sentence = _("Say in at least %(count)s characters what the complete numbers are for.")
        refusal = ValidationError(sentence, code="reason-missing", params={"count": LEAST_REASON})
        raise ValidationError({"reason": refusal})
    User.objects.select_for_update().get(pk=by.pk)  # two clicks at once count as two
    midnight = make_aware(datetime.combine(localdate(at), time.min))
    if AuditEntry.objects.filter(by=by, action="numbers-revealed", at__gte=midnight).count() >= MOST_A_DAY:
        sentence = _("You have seen the complete numbers of %(count)s people today. Go on tomorrow, or ask the office.")
        raise ValidationError(sentence, code="reveal-limit", params={"count": MOST_A_DAY})
    record("numbers-revealed", person, unit=person.unit_year.unit.code, reason=reason, by=by, at=at)
