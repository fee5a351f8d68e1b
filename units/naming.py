"""Standard names of the volunteer teams (DOMAIN 2.1, Attachment 1)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from sheets.problems import Problem, gettext_noop
from units.invisible import FULL_WIDTH, WHITE_SPACE, squeezed, visible

ENDING: Final = "志愿服务队"
USUAL_SLIP: Final = "志愿者服务队"
MAXIMUM_LENGTH: Final = 50
WIDE_ON_PURPOSE: Final = "（），"
WARNINGS: Final = frozenset({"standard-name-look-alike"})

SENTENCES: Final = {
    "standard-name-missing": gettext_noop("Enter the standard name of the team."),
    "standard-name-too-long": gettext_noop(
        "The name has %(length)s characters, the national system takes at most %(maximum)s. Shorten it."
    ),
    "standard-name-not-chinese": gettext_noop(
        "The national system asks for a name with Chinese characters. Enter the Chinese name."
    ),
    "standard-name-slip": gettext_noop("The name ends in 志愿者服务队. Standard names end in 志愿服务队: take out 者."),
    "standard-name-ending": gettext_noop("Standard names end in 志愿服务队. Add it at the end of the name."),
    "standard-name-bare": gettext_noop("Put the unit's name in front of 志愿服务队."),
    "standard-name-space": gettext_noop("There are spaces in the name, shown here as ␣. Take them out: %(shown)s"),
    "standard-name-invisible": gettext_noop(
        "There are characters in the name that cannot be seen. Type it anew: %(shown)s"
    ),
    "standard-name-full-width": gettext_noop(
        "Write the full-width characters %(characters)s as ordinary letters and digits."
    ),
    "standard-name-taken": gettext_noop("Another unit has this standard name. Choose one that tells the two apart."),
    "standard-name-look-alike": gettext_noop(
        "Another unit's standard name %(other)s looks the same. Choose one that tells the two apart."
    ),
    "registered-name-look-alike": gettext_noop(
        "The registered name only looks like the standard name %(standard)s. "
        "It differs at (position: standard → registered) %(differences)s. Rename the team."
    ),
    "registered-name-differs": gettext_noop(
        "The registered name is not the standard name %(standard)s. "
        "It differs at (position: standard → registered) %(differences)s. "
        "Rename the team, or ask the office to change Attachment 1."
    ),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two names part: the position from 1, what should stand there and what does, invisible characters shown."""

    position: int
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.position}: {self.expected or '∅'} → {self.found or '∅'}"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of two names that either agrees or does not, for a page that shows the two under one another."""

    position: int
    expected: str
    found: str

    @property
    def is_same(self) -> bool:
        """Whether the names agree here."""
        return self.expected == self.found

    @property
    def shown(self) -> str:
        """What stands in the second name: invisible characters spelled out, look-alikes with their code."""
        return "".join(
            f"{character}‹U+{ord(character):04X}›" if self._misleads(character) else visible(character)
            for character in self.found
        )

    def _misleads(self, character: str) -> bool:
        return not self.is_same and visible(character) == character and comparable(character) != character


def comparable(name: str) -> str:
    """The name as it is looked up: without white space, in plain letters and brackets, small letters."""
    return squeezed(name).translate(FULL_WIDTH).casefold()


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same, character by character."""
    return one == other


def stretches(expected: str, found: str) -> list[Stretch]:
    """Both names side by side, cut where they begin to differ and where they agree again."""
    steps = SequenceMatcher(None, expected, found, autojunk=False).get_opcodes()
    return [
        Stretch(start + 1, expected[start:end], found[found_start:found_end])
        for _kind, start, end, found_start, found_end in steps
    ]


def differences(expected: str, found: str) -> list[Difference]:
    """Where a name departs from the standard one; empty when both are the same."""
    return [
        Difference(part.position, visible(part.expected), visible(part.found))
        for part in stretches(expected, found)
        if not part.is_same
    ]


def compare_names(standard: str, registered: str) -> Problem | None:
    """What has to be mended so that the registered name is the standard one; None when it is."""
    if same_name(standard, registered):
        return None
    alike = _without_slip(standard) == _without_slip(registered)
    parts = "; ".join(str(difference) for difference in differences(standard, registered))
    code = "registered-name-look-alike" if alike else "registered-name-differs"
    return _problem(code, registered, standard=standard, differences=parts)


def check_standard_name(name: str, others: Iterable[str] = ()) -> list[Problem]:
    """Everything that speaks against a standard name; `others` are the other units' standard names."""
    if not squeezed(name):
        return [_problem("standard-name-missing", name)]
    return [*_problems_of_form(name), *_problems_of_characters(name), *_problems_with_others(name, others)]


def _problems_of_form(name: str) -> Iterator[Problem]:
    if len(name) > MAXIMUM_LENGTH:
        yield _problem("standard-name-too-long", name, length=len(name), maximum=MAXIMUM_LENGTH)
    if not any("一" <= character <= "鿿" for character in name):
        yield _problem("standard-name-not-chinese", name)
    bare = squeezed(name)
    if bare.endswith(USUAL_SLIP):
        yield _problem("standard-name-slip", name)
    elif not bare.endswith(ENDING):
        yield _problem("standard-name-ending", name)
    elif bare == ENDING:
        yield _problem("standard-name-bare", name)


def _problems_of_characters(name: str) -> Iterator[Problem]:
    if any(character in WHITE_SPACE for character in name):
        yield _problem("standard-name-space", name, shown=visible(name))
    unseen = (character for character in name if character not in WHITE_SPACE)
    if any(visible(character) != character for character in unseen):
        yield _problem("standard-name-invisible", name, shown=visible(name))
    wide = "".join(character for character in name if ord(character) in FULL_WIDTH and character not in WIDE_ON_PURPOSE)
    if wide:
        yield _problem("standard-name-full-width", name, characters=wide)


def _problems_with_others(name: str, others: Iterable[str]) -> Iterator[Problem]:
    for other in others:
        if same_name(name, other):
            yield _problem("standard-name-taken", name)
        elif _without_slip(name) == _without_slip(other):
            yield _problem("standard-name-look-alike", name, other=visible(other))


def _without_slip(name: str) -> str:
    return comparable(name).replace(USUAL_SLIP, ENDING)


def _problem(code: str, name: str, **params: str | int) -> Problem:
    return Problem(code, SENTENCES[code], params, value=visible(name)[:MAXIMUM_LENGTH])
