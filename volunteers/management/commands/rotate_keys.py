"""`manage.py rotate_keys`."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.commands import AnsweringCommand
from volunteers.rotating import rotate_keys


class Command(AnsweringCommand):
    """Seal everything with the first of ENCRYPTION_KEYS; the older ones are needed until nothing is left under them."""

    help = "Seal everything with the first of ENCRYPTION_KEYS; may be stopped and started again at any moment."

    def answer(self, **options: Any) -> dict[str, Any]:
        """Rotate, or name what does not open."""
        done = rotate_keys(by=None, at=timezone.now())
        if done.unopened:
            sentence = _(
                "%(count)s values open with none of ENCRYPTION_KEYS and were left as they are: %(first)s"
            )
            facts = {"count": len(done.unopened), "first": "; ".join(done.unopened[:5])}
            raise ValidationError(sentence, code="values-not-opened", params=facts)
        return {"renewed": done.renewed, "left": done.left}

    def told(self, answer: dict[str, Any]) -> str:
        """A line for each column in which something was renewed, and what is left."""
        lines = [f"{column}: {count}" for column, count in answer["renewed"].items() if count]
        return "\n".join([*lines, f"{answer['left']} rows under an old key"])
