"""The problems of a roster: by kind, page by page, each with its remedy."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from campaigns.sentences import in_words
from sheets.problems import Problem
from volunteers.models import RosterImport
from volunteers.roster.lines import LEFT_OUT
from volunteers.roster.mending import NOT_TO_MEND

A_PAGE = 50
TOO_MANY = 500
# A Chinese sentence says both in one: 不符，请与证件核对。
END_OF_FAULT = re.compile(r"(?<=[.!?])\s+(?=[A-Z“])|[，；](?=请)|(?<=[。！？])\s*")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: its code, what it is in a sentence, and how many there are."""

    code: str
    sentence: str
    count: int
    is_chosen: bool


class AnyWord(Mapping[str, str]):
    """Fills every place of a sentence with an ellipsis: what it says of all problems of its kind."""

    def __getitem__(self, name: str) -> str:
        return "…"

    def __iter__(self) -> Any:
        return iter(())

    def __len__(self) -> int:
        return 1


def problems_page(received: RosterImport, wanted: str, number: str, *, may_mend: bool) -> dict[str, Any]:
    """The kinds with their counts, and a page of the problems of the wanted kind, of all when there is no such kind."""
    found: list[dict[str, Any]] = received.report.get("problems", [])
    kinds = kinds_of(found, wanted)
    chosen = next((kind for kind in kinds if kind.is_chosen), None)
    listed = [kept for kept in found if kept["code"] == chosen.code] if chosen else found
    page: Page[Any] = Paginator(listed, A_PAGE).get_page(number)
    page.object_list = [at_its_cell(kept, may_mend=may_mend) for kept in page.object_list]
    return {
        "kinds": kinds,
        "chosen": chosen,
        "page": page,
        "total": len(found),
        "too_many": sum(kept["code"] not in LEFT_OUT for kept in found) > TOO_MANY,
    }


def kinds_of(found: list[dict[str, Any]], wanted: str) -> list[Kind]:
    """The kinds, the most frequent first; those that ask for nothing last."""
    examples = {kept["code"]: kept["message"] for kept in found}
    counts = Counter(kept["code"] for kept in found)
    ordered = sorted(counts.items(), key=lambda pair: (pair[0] in LEFT_OUT, -pair[1], pair[0]))
    return [Kind(code, in_general(examples[code]), count, code == wanted) for code, count in ordered]


def in_general(message: str) -> str:
    """What a sentence says of all problems of its kind: the first part, without the particulars of one."""
    said = _(message)
    return fault_and_remedy(said % AnyWord() if "%(" in said else said)[0]


def fault_and_remedy(sentence: str) -> tuple[str, str]:
    """What is wrong, and what to do: our sentences say the one first."""
    fault, *remedy = END_OF_FAULT.split(sentence, maxsplit=1)
    return fault, "".join(remedy)


def at_its_cell(kept: dict[str, Any], *, may_mend: bool) -> dict[str, Any]:
    """One problem for the table: where, masked value, fault, remedy, and whether its row can be mended here."""
    shown = in_words(Problem(**kept))
    fault, remedy = fault_and_remedy(shown["sentence"])
    may_be_mended = may_mend and kept["row"] is not None and kept["code"] not in NOT_TO_MEND
    return {**shown, "sentence": fault, "advice": remedy, "may_be_mended": may_be_mended}
