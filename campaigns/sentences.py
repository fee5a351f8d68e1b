"""What a rule found, said in the reader's language."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from django.utils.translation import gettext

from sheets.problems import Problem


class Said(Protocol):
    """Anything with a marked sentence and what goes into it: findings, problems, refusals, steps."""

    @property
    def message(self) -> str: ...
    @property
    def params(self) -> Mapping[str, str | int]: ...


def sentence_of(said: Said) -> str:
    """The sentence, translated and filled in."""
    return gettext(said.message) % said.params if said.params else gettext(said.message)


def in_words(problem: Problem) -> dict[str, Any]:
    """A problem as tables show it: row, column, masked value, code and sentence."""
    return {
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "code": problem.code,
        "sentence": sentence_of(problem),
    }


def notices_in_words(notices: Iterable[Problem]) -> list[str]:
    """What was tidied or left aside: one sentence for each kind, with the rows it concerns."""
    kinds: dict[str, list[int]] = {}
    for notice in notices:
        rows = kinds.setdefault(sentence_of(notice), [])
        if notice.row is not None:
            rows.append(notice.row)
    return [f"{sentence} {rows_in_words(sorted(set(rows)))}".strip() for sentence, rows in kinds.items()]


def rows_in_words(rows: list[int]) -> str:
    """The first rows a notice is about."""
    if not rows:
        return ""
    listed = "、".join(str(row) for row in rows[:5])
    if len(rows) > 5:
        return gettext("(rows %(rows)s and %(more)s more)") % {"rows": listed, "more": len(rows) - 5}
    return gettext("(row %(rows)s)") % {"rows": listed}
