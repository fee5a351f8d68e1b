"""Somebody else stored something while a form was being filled in: nobody's words are overwritten silently (C19)."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

OVERTAKEN = "overtaken"


def mark_of(stored: models.Model, fields: Iterable[str]) -> str:
    """A short mark of what stands in these fields; whoever saw something else has another one."""
    facts = [(name, getattr(stored, name)) for name in sorted(fields)]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


def is_settled(stored: models.Model, facts: Mapping[str, Any], seen: str | None) -> bool:
    """Whether these very facts stand there already, the same form having come twice.

    Refuses facts written by somebody who saw others than those stored; `seen` is the mark they had before them.
    """
    if not seen or seen == mark_of(stored, facts):
        return False
    if all(getattr(stored, name) == fact for name, fact in facts.items()):
        return True
    sentence = _("Somebody else stored this while you were writing. Compare, then store again.")
    raise ValidationError(sentence, code=OVERTAKEN)
