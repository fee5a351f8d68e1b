"""The synthetic school: the same for the same seed, of every kind and state, only into an empty database."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import User
from accounts.second_factor_forms import CodeForm
from campaigns.models import Campaign
from jobs.models import Job
from projects.models import Project
from reports.daily import days_of
from reports.listings import team_line
from reports.models import Submission
from reports.paper.ledger import ledger_rows
from reports.tallies import standing, standings
from reports.versions import not_handed_in
from units.models import TeamReview, UnitYear
from volunteer_portal.demo.accounts import make_accounts
from volunteer_portal.demo.codes import code_now
from volunteer_portal.demo.school import load_school
from volunteer_portal.tests.acts import manage
from volunteer_portal.tests.school import stored_account, stored_campaign
from volunteers.identifiers import DocumentType, check_number
from volunteers.models import Volunteer

AT = datetime(2018, 11, 5, 1, 2, 3, tzinfo=UTC)
PERSON = (
    "name", "sex", "category", "school_number", "politics", "document_type", "fingerprint", "volunteer_number",
    "status",
)  # fmt: skip
pytestmark = pytest.mark.django_db


def figures(seed: int, people: int = 300) -> dict[str, Any]:
    """What a load of the school says of it; the database is empty again afterwards."""
    with transaction.atomic():
        campaign = load_school(people, 24, seed, AT)
        lines = [team_line(found)._asdict() for found in standings(campaign, UnitYear.objects.all())]
        told = {
            "campaign": [campaign.year, campaign.electronic_due_on, campaign.school_name],
            "lines": lines,
            "people": list(Volunteer.objects.order_by("fingerprint").values_list(*PERSON)),
            "projects": list(Project.objects.order_by("pk").values_list("name", "categories", "places_offered")),
        }
        transaction.set_rollback(True)
    return told


def test_the_same_for_the_same_seed() -> None:
    first = figures(1)
    assert figures(1) == first
    assert len(first["people"]) == 300
    assert figures(2)["people"] != first["people"]


def test_every_kind_and_state_of_unit() -> None:
    campaign = load_school(300, 24, 1, AT)
    found = standings(campaign, UnitYear.objects.all())
    codes = {finding.code for standing in found for finding in standing.findings}
    assert len(found) == 24
    assert {standing.figures.team_state for standing in found} == {"draft", "filed", "approved", "returned"}
    assert codes >= {"head-count-missing", "quota-short", "party-short", "projects-too-few", "team-returned"}
    assert any(not standing.findings for standing in found)
    assert sum(standing.figures.listed for standing in found) == 300
    kinds = {(standing.unit_year.kind, standing.unit_year.has_students) for standing in found}
    assert {kind for kind, _has_students in kinds} == set(UnitYear.Kind.values)
    assert {has_students for _kind, has_students in kinds} == {True, False}
    assert UnitYear.objects.exclude(waiver_reason="").exists()
    assert UnitYear.objects.exclude(extended_until=None).exists()


def test_units_have_handed_in_and_brought_paper_in_every_state() -> None:
    campaign = load_school(300, 24, 1, AT)
    rows = ledger_rows(UnitYear.objects.for_campaign(campaign), AT)
    assert {row.state for row in rows} == {"received", "outdated", "missing", "nothing"}
    assert sorted({len(row.versions) for row in rows}) == [0, 1, 2]
    changed = [not_handed_in(row.newest, standing(row.unit_year)).total for row in rows if row.versions]
    assert sorted(changed) == [0, 0, 0, 0, 3]
    assert set(Job.objects.values_list("kind", flat=True)) == {"draw-submission"}


def test_everything_was_done_by_somebody() -> None:
    """The office decided and took the paper, the units filed and handed in; nobody can log in as either."""
    load_school(300, 24, 1, AT)
    decided = set(TeamReview.objects.values_list("decision", "by__username"))
    assert decided == {("filed", "demo-contacts"), ("approved", "demo-office"), ("returned", "demo-office")}
    taken = Submission.objects.filter(paper_received_at__isnull=False)
    assert set(taken.values_list("paper_received_by__username", flat=True)) == {"demo-office"}
    accounts = User.objects.order_by("username").values_list("username", "role", "is_active")
    assert list(accounts) == [("demo-contacts", "contact", False), ("demo-office", "reviewer", False)]


def test_the_past_weeks_lead_up_to_where_the_units_stand() -> None:
    campaign = load_school(300, 24, 1, AT)
    now = {found.unit_year.pk: found.figures for found in standings(campaign, UnitYear.objects.all())}
    days = days_of(campaign)
    assert (set(days), {len(each) for each in days.values()}) == (set(now), {28})
    for unit_year, each in days.items():
        assert [line.day for line in each] == [date(2018, 10, 8) + timedelta(days=number) for number in range(28)]
        registered, joined = [line.registered for line in each], [line.joined for line in each]
        assert (registered, joined) == (sorted(registered), sorted(joined))
        assert all(line.joined <= line.registered <= now[unit_year].registered for line in each)
        assert each[-1].total == now[unit_year].total
    assert sum(each[-1].registered > each[0].registered for each in days.values()) > 15


def test_numbers_are_lawful_and_nobodys() -> None:
    load_school(60, 3, 1, AT)
    numbers = [person.clear_document_number() for person in Volunteer.objects.all()]
    assert len(set(numbers)) == 60
    assert [check_number(DocumentType.RESIDENT_ID, number, AT.date()) for number in numbers] == numbers
    assert {number[:4] for number in numbers} == {"4199"}


def test_the_command_prints_one_account_a_role(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    ran = manage("demo", "--people", "60", "--units", "3")
    assert (ran.code, ran.err) == (0, "")
    kept = tmp_path / "demo-accounts.txt"
    assert (kept.read_text(), oct(kept.stat().st_mode)[-3:]) == (ran.out, "600")
    accounts = [line.split() for line in ran.out.splitlines()]
    assert [role for role, _name, _password in accounts] == ["administrator", "reviewer", "contact", "auditor"]
    assert len({password for _role, _name, password in accounts}) == 4
    first = [where_it_leads(name, password) for _role, name, password in accounts]
    assert first == ["board", "board", "my_unit", "audit"]


def where_it_leads(name: str, password: str) -> str:
    """The page an account sees first after its login."""
    client = Client()
    answer = client.post("/account/login/", {"login": name, "password": password}, follow=True)
    if answer.resolver_match.url_name == "mfa_authenticate":
        answer = client.post(answer.request["PATH_INFO"], {"code": code_shown(answer)}, follow=True)
    return str(answer.resolver_match.url_name)


def code_shown(answer: Any) -> str:
    """The code that the demo shows where an app would."""
    (code,) = re.findall(r"(?<!\d)\d{6}(?!\d)", str(answer.context["form"].fields["code"].help_text))
    return str(code)


def test_the_code_is_shown_once_and_only_for_the_demo(settings: Any) -> None:
    """Each code once, as from an app; real accounts and their own apps show nothing."""
    load_school(0, 1, 1, AT)
    make_accounts(AT)
    reviewer = User.objects.get(username="office-demo")
    first = code_now(reviewer)
    assert first
    assert CodeForm({"code": first}, user=reviewer).fields["code"].help_text == ""
    client = Client()
    client.force_login(reviewer)
    client.post("/account/second-factor/reauthenticate/", {"code": first})
    assert code_now(reviewer) not in (None, first)
    settings.EMBEDDED = False
    assert code_now(reviewer) is None
    settings.EMBEDDED = True
    assert code_now(stored_account("shen", User.Role.REVIEWER)) is None
    assert code_now(stored_account("shen-demo", User.Role.REVIEWER)) is None


def test_not_where_a_school_works(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR, settings.EMBEDDED = tmp_path, False
    assert (manage("demo").code, User.objects.count()) == (1, 0)


@pytest.mark.parametrize("filled", [stored_campaign, lambda: stored_account("somebody")], ids=["campaign", "account"])
def test_only_into_an_empty_database(settings: Any, tmp_path: Path, filled: Any) -> None:
    settings.DATA_DIR = tmp_path
    filled()
    before = (User.objects.count(), Campaign.objects.count())
    ran = manage("demo", "--people", "60")
    assert (ran.code, ran.out, ran.err.startswith("CommandError: ")) == (1, "", True)
    assert (User.objects.count(), Campaign.objects.count(), list(tmp_path.iterdir())) == (*before, [])


@pytest.mark.parametrize(("words", "code"), [(("--people", "-1"), 1), (("--units", "0"), 1), (("--people", "many"), 2)])
def test_wrong_words(words: tuple[str, ...], code: int) -> None:
    assert (manage("demo", *words).code, Campaign.objects.count()) == (code, 0)
