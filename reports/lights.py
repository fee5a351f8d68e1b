"""Red, amber, green: how each thing a unit owes stands, by rule, and always in words as well."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from campaigns.terms import Terms
from reports.quota import NO_RATE, Quota
from reports.readiness import UnitFigures
from sheets.problems import gettext_noop

# Red stops, amber is open, green is done; "info" is shown without being judged. The tones are those of the pages.
RED, AMBER, GREEN, UNJUDGED = "stop", "warn", "done", "info"
FULL = 1000


@dataclass(frozen=True, slots=True)
class Filing:
    """What a unit has handed in, and whether its time is over; `paper` stays None until there is something to sign.

    `is_collected`: paper is being collected, since some unit has handed in.
    """

    receipt: str = ""
    is_changed: bool = False
    is_late: bool = False
    paper: bool | None = None
    is_paper_late: bool = False
    is_collected: bool = False


@dataclass(frozen=True, slots=True)
class Light:
    """One measure of a unit: its tone, the same in words, the figure, and how far it is in thousandths."""

    measure: str
    tone: str
    message: str
    params: Mapping[str, str | int] = field(default_factory=dict, hash=False)
    figure: str = ""
    note: str = ""
    degree: int = 0


def quota_light(measure: str, quota: Quota) -> Light:
    """A percentage of people: short is amber, for nobody can be made to register; unknown is red."""
    if not quota.is_known:
        return Light(measure, RED, gettext_noop("no head count"), figure=NO_RATE)
    tone, message, params = GREEN, gettext_noop("reached"), {}
    if not quota.is_reached:
        tone, message, params = AMBER, gettext_noop("%(gap)s more"), {"gap": quota.gap or 0}
    note, degree = f"{quota.count}/{quota.total}", min(quota.per_mille or 0, FULL)
    return Light(measure, tone, message, params, quota.text, note, degree)


def party_light(quota: Quota | None) -> Light:
    """Party members; a unit without any owes none."""
    if quota is None:
        return Light("party", GREEN, gettext_noop("none in the unit"), figure=NO_RATE, degree=FULL)
    return quota_light("party", quota)


def joined_light(figures: UnitFigures) -> Light:
    """How many are in the team: shown beside the quota, without a goal of its own (DOMAIN 2)."""
    joined = Quota(figures.joined, figures.total, 0)
    note = f"{figures.joined}/{figures.total}" if joined.is_known else str(figures.joined)
    degree = min(joined.per_mille or 0, FULL)
    message = gettext_noop("%(count)s people")
    return Light("joined", UNJUDGED, message, {"count": figures.joined}, joined.text, note, degree)


def projects_light(published: int, needed: int) -> Light:
    """Too few projects block."""
    if not needed:
        message = gettext_noop("optional")
        return Light("projects", GREEN, message, figure=str(published), degree=FULL)
    figure, degree = f"{published}/{needed}", min(published * FULL // needed, FULL)
    if published < needed:
        message = gettext_noop("%(missing)s more")
        return Light("projects", RED, message, {"missing": needed - published}, figure=figure, degree=degree)
    return Light("projects", GREEN, gettext_noop("enough"), figure=figure, degree=degree)


TEAM = {
    "draft": (RED, gettext_noop("not filed"), 0),
    "filed": (AMBER, gettext_noop("with the office"), 2 * FULL // 3),
    "returned": (RED, gettext_noop("returned"), FULL // 3),
    "approved": (GREEN, gettext_noop("approved"), FULL),
}


def team_light(state: str) -> Light:
    """The team's state; what waits for the office is open, not the unit's fault."""
    tone, message, degree = TEAM[state]
    return Light("team", tone, message, degree=degree)


def submission_light(filing: Filing) -> Light:
    """Handed in, open, or late."""
    if filing.receipt and filing.is_changed:
        message = gettext_noop("changed since")
        return Light("submission", AMBER, message, figure=filing.receipt, degree=2 * FULL // 3)
    if filing.receipt:
        return Light("submission", GREEN, gettext_noop("handed in"), figure=filing.receipt, degree=FULL)
    if filing.is_late:
        return Light("submission", RED, gettext_noop("late"))
    return Light("submission", AMBER, gettext_noop("not handed in"))


def paper_lights(filing: Filing) -> list[Light]:
    """The signed paper, once it is collected; a unit that has handed in nothing owes none yet."""
    if filing.paper is None:
        return [Light("paper", UNJUDGED, gettext_noop("none yet"))] if filing.is_collected else []
    if filing.paper:
        return [Light("paper", GREEN, gettext_noop("received"), degree=FULL)]
    if filing.is_paper_late:
        return [Light("paper", RED, gettext_noop("late"))]
    return [Light("paper", AMBER, gettext_noop("not received"))]


def lights(figures: UnitFigures, terms: Terms, filing: Filing) -> list[Light]:
    """Every measure of a unit, in the order of the work."""
    return [
        quota_light("registered", figures.quota(terms)),
        party_light(figures.party(terms)),
        joined_light(figures),
        projects_light(figures.projects, figures.projects_needed(terms)),
        team_light(figures.team_state),
        submission_light(filing),
        *paper_lights(filing),
    ]


def overall(found: Sequence[Light]) -> Light:
    """The unit as a whole: as its worst measure, with how many are like that."""
    judged = [light.tone for light in found if light.tone != UNJUDGED]
    degree = judged.count(GREEN) * FULL // len(judged)
    if red := judged.count(RED):
        return Light("all", RED, gettext_noop("red: %(count)s"), {"count": red}, degree=degree)
    if amber := judged.count(AMBER):
        return Light("all", AMBER, gettext_noop("amber: %(count)s"), {"count": amber}, degree=degree)
    return Light("all", GREEN, gettext_noop("green"), degree=degree)


@lru_cache(maxsize=2048)  # the same figures give the same lights, whoever asks
def by_measure(figures: UnitFigures, terms: Terms, filing: Filing) -> Mapping[str, Light]:
    """The unit as a whole, and every measure, in the order of the work."""
    found = lights(figures, terms, filing)
    return MappingProxyType({"all": overall(found), **{light.measure: light for light in found}})
