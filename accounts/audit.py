"""The record of important acts."""

from datetime import datetime
from typing import Any

from django.db import models

from accounts.models import AuditEntry, User
from accounts.tracing import TRACE


def record(
    action: str,
    obj: models.Model | type[models.Model],
    *,
    unit: str = "",
    reason: str = "",
    by: User | None,
    at: datetime,
    **detail: Any,
) -> AuditEntry:
    """Write down an act on something, or on all of a kind; `by` is nobody for commands on the server.

    Details are counts and fields, never people.
    """
    trace = TRACE.get()
    return AuditEntry.objects.create(
        at=at,
        by=by,
        role=by.role if by else "",
        address=trace.address,
        session=trace.session,
        request=trace.number,
        action=action,
        object_type=obj._meta.label_lower,
        object_id="" if isinstance(obj, type) else str(obj.pk),
        unit=unit,
        reason=reason,
        detail=detail,
    )
