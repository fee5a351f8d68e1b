"""`manage.py verify_audit`."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.sealing import verify_entries
from campaigns.commands import AnsweringCommand

NAMED = 20


class Command(AnsweringCommand):
    """Hold the record of acts against its seals, and name what was changed, removed or added past the portal."""

    help = "Hold the record of acts against its seals."

    def answer(self, **options: Any) -> dict[str, Any]:
        """The counts, or a refusal that names the first bad entries."""
        found = verify_entries()
        if found.faults:
            sentences = [_(sentence) % {"entry": number} for number, sentence in found.faults[:NAMED]]
            raise ValidationError([ValidationError(sentence, code="record-edited") for sentence in sentences])
        return {"entries": found.entries, "sealed": found.sealed, "unsealed": found.entries - found.sealed}
