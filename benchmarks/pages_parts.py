"""What benchmarks.pages measures, once Django is set up."""

import random
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.http import HttpResponse
from django.template import engines
from django.test import Client, override_settings
from django.urls import include, path, reverse
from django.utils import timezone

from accounts.access import OFFICE, Request, access
from accounts.models import User
from benchmarks.measuring import alternate, settle
from campaigns.models import Campaign
from reports.submissions import submit
from reports.tallies import people_counts
from units.models import UnitYear
from volunteer_portal.demo.people import people
from volunteer_portal.demo.scenarios import SCENARIOS
from volunteer_portal.demo.school import add_people, load_school, registered_of
from volunteer_portal.tests.acts import log_in
from volunteers.models import Volunteer

UNITS, SMALLEST = 60, 3_000
ROUNDS = 11
TRIVIAL = '{% extends "base.html" %}{% block content %}<p>One sentence in the frame of the house.</p>{% endblock %}'
Act = Callable[[], object]
Seconds = dict[str, list[float]]


@access(*OFFICE)
def trivial(request: Request) -> HttpResponse:
    """The frame every page has, and one sentence."""
    return HttpResponse(engines["django"].from_string(TRIVIAL).render({}, request))


urlpatterns = [path("trivial/", trivial, name="trivial"), path("", include(settings.ROOT_URLCONF))]


def school_of(sizes: Sequence[int]) -> Iterator[tuple[int, Campaign]]:
    """A school of 60 units and 3,000 people that grows from size to size, and every unit with it."""
    campaign = load_school(SMALLEST, UNITS, 1, timezone.now())
    there = SMALLEST
    for size in sizes:
        grow(campaign, there + 1, size - there)
        there = size
        settle()
        yield size, campaign


def grow(campaign: Campaign, first: int, count: int) -> None:
    """So many more people, spread over the units that had a roster; the one that is looked at hands in anew."""
    units = UnitYear.objects.for_campaign(campaign).filter(volunteers__isnull=False).distinct()
    chance, at = random.Random(first), timezone.now()  # noqa: S311 – a synthetic school, nothing secret
    for place, unit_year in enumerate(units):
        begin, end = count * place // len(units), count * (place + 1) // len(units)
        listed = list(people(chance, first + begin, end - begin, has_students=unit_year.has_students))
        add_people(unit_year, listed, registered_of(listed, SCENARIOS[1], chance), chance, at)
    submit(looked_at(campaign), explanation="新生名单刚刚加入", by=None, at=at)


def looked_at(campaign: Campaign) -> UnitYear:
    """The unit whose pages are asked for."""
    return UnitYear.objects.for_campaign(campaign).select_related("unit").get(position=2)


def reviewer() -> Client:
    """A browser of the office, with a second factor shown."""
    user, _made = User.objects.get_or_create(username="bench-reviewer", name="审核员", role=User.Role.REVIEWER)
    client = Client(SERVER_NAME="localhost")
    log_in(client, user)
    return client


def pages_of(client: Client, campaign: Campaign) -> dict[str, Act]:
    """What takes turns."""
    unit = looked_at(campaign)
    person = Volunteer.objects.registered().filter(unit_year=unit).exclude(phone_fingerprint="").first()
    code, number = unit.unit.code, {"words": person.clear_document_number()}
    numbers = {"phone": person.clear_phone(), "school": person.school_number, "volunteer": person.volunteer_number}
    if not all(numbers.values()):
        raise AssertionError("somebody has no number to be found by")

    def get(name: str, *args: object) -> Act:
        return partial(answered, client.get, reverse(name, args=args))

    return {
        "aggregate": lambda: people_counts(Volunteer.objects.for_campaign(campaign)),
        "trivial": partial(answered, client.get, "/trivial/"),
        "board": get("board"),
        "unit": get("my_unit", code),
        "submission": get("submission", code),
        "cockpit": get("cockpit"),
        "list": get("volunteer_list", code),
        "missing": get("missing", code),
        "person": get("volunteer", person.pk),
        "search": partial(answered, client.post, reverse("search"), number),
        **{
            f"search_{kind}": partial(answered, client.post, reverse("search"), {"words": words})
            for kind, words in numbers.items()
        },
        "unit_search": partial(answered, client.post, reverse("volunteer_search", args=[code]), number),
    }


def at_depth(depth: int, act: Act) -> object:
    """CPython keeps its frames in pieces; a loop that happens to sit on a seam costs a third more."""
    return act() if depth == 0 else at_depth(depth - 1, act)


def answered(ask: Callable[..., Any], *asked: Any) -> None:
    """The page, which has to be there."""
    if (status := ask(*asked).status_code) != 200:
        raise AssertionError(f"{asked[0]} answered {status}")


def growth(*sizes: int) -> dict[str, Seconds]:
    """The seconds of every page and query in every round, by size of the school."""
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    found: dict[str, Seconds] = {}
    with override_settings(ROOT_URLCONF=__name__):
        for size, campaign in school_of(sizes):
            acts = pages_of(reviewer(), campaign)
            for act in acts.values():
                act()
            found[str(size)] = turns(acts)
    return found


def turns(acts: dict[str, Act]) -> Seconds:
    """Every round from another depth of calls."""
    found: Seconds = {name: [] for name in acts}
    for turn in range(ROUNDS):
        took = alternate({name: partial(at_depth, 5 * turn, act) for name, act in acts.items()}, 1)
        for name, seconds in took.items():
            found[name] += seconds
    return found
