"""`manage.py open_year`."""

import pytest

from campaigns.models import Campaign
from volunteer_portal.tests.acts import manage
from volunteer_portal.tests.school import School, two_units


@pytest.fixture
def school(db: None) -> School:
    return two_units()


def test_the_next_year(school: School) -> None:
    ran = manage("open_year", "2040", "2040-11-14", "2040-11-20", "--json")
    assert (ran.code, ran.err, ran.json) == (0, "", {"campaign": 2040, "units": 2})
    assert Campaign.objects.current().year == 2040


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("2018", "2018-11-14", "2018-11-20"), "year-not-later"),
        (("2040", "2040-11-14", "2040-11-13"), "invalid"),
    ],
)
def test_refused(school: School, words: tuple[str, ...], code: str) -> None:
    ran = manage("open_year", *words, "--json")
    assert (ran.code, list(ran.json), ran.json["error"]["code"]) == (1, ["error"], code)
    assert ran.json["error"]["message"] in ran.err
    assert Campaign.objects.get() == school.campaign


def test_before_the_first_year(db: None) -> None:
    ran = manage("open_year", "2040", "2040-11-14", "2040-11-20", "--json")
    assert (ran.code, ran.json["error"]["code"], Campaign.objects.count()) == (1, "not-found", 0)


@pytest.mark.parametrize("words", [("next", "2040-11-14", "2040-11-20"), ("2040", "14.11.2040", "2040-11-20"), ()])
def test_wrong_words(words: tuple[str, ...]) -> None:
    assert manage("open_year", *words).code == 2
