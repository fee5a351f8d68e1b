"""The name coach: hints that make a project's name striking and easy to find. Hints never block (DOMAIN 2.3)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from sheets.problems import gettext_noop

SHORTEST = 5
ALIKE = 80.0
MOST_ALIKE = 5
FILLER = re.compile(
    "志愿服务|志愿者|志愿|服务|活动|项目|公益|实践|大学生|学生|教工|开展|系列|主题|我们的|第[一二三四五六七八九十0-9]+期"
)
YEAR = re.compile(r"20[0-9]{2}\s*(年度|年|学年)?")
GLUED = re.compile(r"[、;；/|+＋]|暨")

EXAMPLES = gettext_noop("Good names say what is done and for whom: “银龄手机课”, “守护母亲河”, “晨光里的小课堂”.")


@dataclass(frozen=True, slots=True)
class Known:
    """Another project's name, with whose it is and in which year."""

    name: str
    unit: str
    year: int


@dataclass(frozen=True, slots=True)
class Hint:
    """Something that would make the name better, and how heavily it weighs among the weakest names."""

    code: str
    message: str
    weight: int
    params: Mapping[str, str | int] = field(default_factory=dict)


def hints(name: str, unit_words: Iterable[str], others: Sequence[Known] = ()) -> list[Hint]:
    """Everything that could be better about a name, the heaviest first."""
    name = " ".join(name.split())
    if not name:
        return []
    own = [hint for check in (too_short, generic, year_in_name, glued) if (hint := check(name))]
    found = [*own, *unit_in_name(name, unit_words), *alike(name, others)]
    return sorted(found, key=lambda hint: -hint.weight)


def weight(found: Iterable[Hint]) -> int:
    """How weak a name is: the sum of what could be better."""
    return sum(hint.weight for hint in found)


def too_short(name: str) -> Hint | None:
    """Four characters say little."""
    if len(name) >= SHORTEST:
        return None
    return Hint("name-short", gettext_noop("The name is very short. Say what is done and for whom."), 2)


def generic(name: str) -> Hint | None:
    """What is left when the words everybody uses are taken out?"""
    left = re.sub(r"[\W_]+", "", FILLER.sub("", YEAR.sub("", name)))
    if len(left) > 2:
        return None
    message = gettext_noop("Many projects are called like this. Add a place, a thing or the people it helps.")
    return Hint("name-generic", message, 3)


def year_in_name(name: str) -> Hint | None:
    """The year is a field of its own."""
    found = YEAR.search(name)
    if found is None:
        return None
    message = gettext_noop("“%(year)s” can be left out: the year is known, and next year the name still fits.")
    return Hint("name-year", message, 1, {"year": found[0].strip()})


def glued(name: str) -> Hint | None:
    """Two projects in one name are found by neither."""
    if not GLUED.search(name):
        return None
    message = gettext_noop("This looks like two names in one. Make it two projects, or keep the stronger name.")
    return Hint("name-glued", message, 2)


def unit_in_name(name: str, unit_words: Iterable[str]) -> list[Hint]:
    """The unit stands beside every project anyway."""
    word = next((word for word in sorted(unit_words, key=len, reverse=True) if len(word) > 2 and word in name), "")
    if not word:
        return []
    message = gettext_noop("“%(word)s” can be left out: the unit is shown beside the name.")
    return [Hint("name-unit", message, 1, {"word": word})]


def bare(name: str) -> str:
    """A name as it is compared: without the words everybody uses, years and punctuation."""
    stripped = re.sub(r"[\W_]+", "", FILLER.sub("", YEAR.sub("", name))).casefold()
    return stripped or name.casefold()


def alike(name: str, others: Sequence[Known]) -> list[Hint]:
    """The same or nearly the same name elsewhere in the school, this year or the last."""
    same = next((other for other in others if other.name == name), None)
    if same:
        message = gettext_noop("%(unit)s has a project of this very name (%(year)s). Choose another one.")
        return [Hint("name-taken", message, 4, {"unit": same.unit, "year": same.year})]
    near = nearest(name, others, limit=1)
    if not near:
        return []
    message = gettext_noop("“%(other)s” of %(unit)s (%(year)s) sounds nearly the same. Make yours stand apart.")
    return [Hint("name-alike", message, 2, {"other": near[0].name, "unit": near[0].unit, "year": near[0].year})]


def nearest(name: str, others: Sequence[Known], limit: int = MOST_ALIKE) -> list[Known]:
    """Other projects whose names sound alike, the nearest first."""
    choices = [bare(other.name) for other in others]
    found = process.extract(bare(name), choices, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=limit)
    return [others[place] for _choice, _score, place in found]


def pairs(projects: Sequence[Known]) -> list[tuple[int, int]]:
    """Places of every two projects whose names sound alike; only names that share two neighbours are compared."""
    names = [bare(project.name) for project in projects]
    holders: dict[str, list[int]] = {}
    found = []
    for place, name in enumerate(names):
        grams = {name[start : start + 2] for start in range(max(1, len(name) - 1))}
        candidates = {other for gram in grams for other in holders.get(gram, ())}
        found += [(other, place) for other in sorted(candidates) if fuzz.ratio(names[other], name) >= ALIKE]
        for gram in grams:
            holders.setdefault(gram, []).append(place)
    return found
