"""Units beside one another: their places by the rate of registration, and their sums."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from campaigns.terms import Terms
from reports.lights import GREEN, Light
from reports.quota import Quota
from reports.readiness import UnitFigures


def ranks(quotas: Iterable[Quota]) -> list[int | None]:
    """The place of each by its exact rate, equals sharing a place; None where there is no head count."""
    # Rounded alike, two rates of less than 60 million people each are equal only if they are.
    rates = [quota.count / quota.total if quota.total else None for quota in quotas]
    places: dict[float, int] = {}
    for place, rate in enumerate(sorted((rate for rate in rates if rate is not None), reverse=True), 1):
        places.setdefault(rate, place)
    return [None if rate is None else places[rate] for rate in rates]


@dataclass(frozen=True, slots=True)
class Sums:
    """Several units together; rates are taken over those with a head count, the others are counted apart."""

    units: int
    without_count: int
    registered: Quota
    party: Quota
    joined: Quota
    projects: int
    done: dict[str, int]

    @property
    def is_partial(self) -> bool:
        """Whether the rates leave somebody out."""
        return self.without_count > 0


def sums(figures: Sequence[UnitFigures], lights: Iterable[Iterable[Light]], terms: Terms) -> Sums:
    """The totals of these units: people of those with a head count, projects of all, and how many are green where."""
    counted = [each for each in figures if each.total]
    total = sum(each.total or 0 for each in counted)
    done: dict[str, int] = {}
    for light in (light for each in lights for light in each):
        done[light.measure] = done.get(light.measure, 0) + (light.tone == GREEN)
    return Sums(
        units=len(figures),
        without_count=len(figures) - len(counted),
        registered=Quota(sum(each.registered for each in counted), total, terms.quota_percent),
        party=Quota(
            sum(each.party_registered for each in counted),
            sum(each.party_members or 0 for each in counted),
            terms.party_percent,
        ),
        joined=Quota(sum(each.joined for each in counted), total, 0),
        projects=sum(each.projects for each in figures),
        done=done,
    )
