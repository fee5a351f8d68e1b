"""The record of important acts."""

import json
import logging
from datetime import datetime
from functools import partial
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from accounts.models import AuditEntry, User
from accounts.tracing import TRACE

COPY: Final = logging.getLogger("accounts.audit")


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
    entry = AuditEntry.objects.create(
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
    transaction.on_commit(partial(copy, entry), robust=True)
    return entry


def copy(entry: AuditEntry) -> None:
    """Say the entry to the log for copies (AUDIT_SYSLOG), once nobody can take it back any more (SECURITY C25)."""
    if COPY.isEnabledFor(logging.INFO):
        facts = {field.attname: field.value_from_object(entry) for field in entry._meta.concrete_fields}
        COPY.info(json.dumps(facts, cls=DjangoJSONEncoder, ensure_ascii=False))
