"""What a rule found, said in the reader's language."""

from collections.abc import Mapping
from typing import Protocol

from django.utils.translation import gettext


class Said(Protocol):
    """Anything with a marked sentence and what goes into it: findings, problems, refusals, steps."""

    @property
    def message(self) -> str: ...
    @property
    def params(self) -> Mapping[str, str | int]: ...


def sentence_of(said: Said) -> str:
    """The sentence, translated and filled in."""
    return gettext(said.message) % said.params if said.params else gettext(said.message)
