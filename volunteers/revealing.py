"""Complete numbers are shown one person at a time, for a reason, and recorded first (SECURITY C14)."""

from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import AuditEntry, User
from jobs.running import enqueue
from volunteers.models import Volunteer

LEAST_REASON = 5
MOST_A_DAY = 200


def reveal(
    person: Volunteer, *, reason: str, sure_since: datetime | None = None, by: User, at: datetime
) -> dict[str, str]:
    """The complete document and phone number of a person, once it is recorded who wants to see them and why.

    `sure_since` is when whoever asks last showed who they are.
    """
    record_reveal(person, reason.strip(), sure_since, by=by, at=at)
    return {"document_number": person.clear_document_number(), "phone": person.clear_phone()}


@transaction.atomic
def record_reveal(
    person: Volunteer, reason: str, sure_since: datetime | None = None, *, by: User, at: datetime
) -> None:
    """Write down the reason, unless there is none; after many people on one day it wants the password once more."""
    if len(reason) < LEAST_REASON:
        sentence = _("Say in at least %(count)s characters what the complete numbers are for.")
        refusal = ValidationError(sentence, code="reason-missing", params={"count": LEAST_REASON})
        raise ValidationError({"reason": refusal})
    User.objects.select_for_update().get(pk=by.pk)  # two clicks at once count as two
    seen = seen_today(by, at)
    rounds, more = divmod(seen.count(), MOST_A_DAY)
    if rounds and not (sure_since and sure_since > seen[rounds * MOST_A_DAY - 1].at):
        sentence = _(
            "You have looked at the complete numbers of %(count)s people today. Enter your password once more."
        )
        raise ValidationError(sentence, code="reveal-limit", params={"count": rounds * MOST_A_DAY})
    detail = {} if not rounds or more else {"seen_before": rounds * MOST_A_DAY}
    entry = record("numbers-revealed", person, unit=person.unit_year.unit.code, reason=reason, by=by, at=at, **detail)
    if detail:
        enqueue("tell-reveals", entry, by=None, at=at)


def seen_today(by: User, at: datetime) -> QuerySet[AuditEntry]:
    """What somebody has looked at since midnight, the first one first."""
    midnight = make_aware(datetime.combine(localdate(at), time.min))
    return AuditEntry.objects.filter(by=by, action="numbers-revealed", at__gte=midnight).order_by("pk")
