"""Reminders: to exactly the units that lack something, once a day, by a real mail server that may be away."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from campaigns.models import Campaign
from jobs.models import Job
from reports.models import Reminder
from reports.reminding import due_units, remind
from units.models import Team, UnitYear
from units.tests.test_notices import letterbox, work
from volunteer_portal.tests.acts import entry, recorded, together
from volunteer_portal.tests.letterbox import Letterbox
from volunteer_portal.tests.school import (
    head_count,
    on_a_roster,
    stored_account,
    stored_campaign,
    stored_contact,
    stored_person,
    stored_project,
    stored_team,
    stored_unit,
)

__all__ = ["letterbox"]
AT = datetime(2018, 11, 12, 1, 2, 3, tzinfo=UTC)
TOMORROW = AT + timedelta(days=1)
DUE = {"electronic_due_on": date(2018, 11, 14), "paper_due_on": date(2018, 11, 20)}
Remind = Callable[..., list[Reminder]]


def unit(campaign: Campaign, code: str, name: str, position: int, *, projects: int = 4) -> UnitYear:
    """A unit of two people, both registered, with an approved team and so many projects."""
    made = head_count(stored_unit(campaign, code, name, position=position), 1, 1, 0)
    for serial in (2 * position, 2 * position + 1):
        stored_person(made, on_a_roster(serial))
    stored_team(made)
    for number in range(projects):
        stored_project(made, f"{name}第{number}项")
    stored_contact(made, f"{code}-contact", email=f"{code}-contact@example.com")
    return made


def lacking_units() -> Campaign:
    """`few` lacks projects and the submission, `wait` waits for the office, `ready` has only to hand in."""
    campaign = stored_campaign(year=2018, **DUE)
    unit(campaign, "few", "文学院", 1, projects=1)
    waits = unit(campaign, "wait", "法学院", 2)
    Team.objects.filter(unit_year=waits).update(state="filed")
    unit(campaign, "ready", "医学院", 3)
    return campaign


@pytest.fixture
def campaign(db: None) -> Campaign:
    return lacking_units()


@pytest.fixture
def office(db: None) -> User:
    return stored_account("reviewer", User.Role.REVIEWER)


@pytest.fixture
def send(campaign: Campaign, office: User) -> Remind:
    def act(*units: str, kind: str = "everything", at: datetime = AT) -> list[Reminder]:
        return remind(campaign, units=units, kind=kind, by=office, at=at)

    return act


def codes_of(reminders: list[Reminder]) -> list[tuple[str, list[str]]]:
    """Who was reminded of what."""
    return [(reminder.unit_year.unit.code, reminder.codes) for reminder in reminders]


def test_exactly_the_chosen_units_that_lack_something(campaign: Campaign, send: Remind, office: User) -> None:
    made = send("few", "wait", "ready", "nobody")
    assert codes_of(made) == [("few", ["projects-too-few", "submission-missing"]), ("ready", ["submission-missing"])]
    facts = list(Reminder.objects.order_by("pk").values_list("day", "kind", "by", "at", "recipients", "told_at"))
    assert facts == [(AT.date(), "everything", office.pk, AT, 2, None)] * 2
    jobs = {(job.kind, job.subject) for job in Job.objects.all()}
    assert jobs == {("tell-reminder", str(reminder.pk)) for reminder in made}
    assert recorded()[-1] == entry(
        "units-reminded", campaign, by=office, at=AT, kind="everything", units=["few", "ready"]
    )


def test_of_one_kind_only(send: Remind) -> None:
    assert codes_of(send("few", "wait", "ready", kind="projects")) == [("few", ["projects-too-few"])]


@pytest.mark.parametrize(
    ("units", "kind", "code"),
    [
        ([], "everything", "nobody-chosen"),
        (["wait"], "everything", "nobody-to-remind"),
        (["few"], "paper", "nobody-to-remind"),
        (["nobody"], "everything", "nobody-to-remind"),
    ],
)
def test_refused_without_a_trace(send: Remind, units: list[str], kind: str, code: str) -> None:
    before = recorded()
    with pytest.raises(ValidationError) as refusal:
        send(*units, kind=kind)
    assert (refusal.value.code, recorded(), Reminder.objects.count(), Job.objects.count()) == (code, before, 0, 0)


def test_once_a_day_and_unit_whatever_it_is_about(send: Remind) -> None:
    send("few", kind="projects")
    with pytest.raises(ValidationError) as refusal:
        send("few")
    assert refusal.value.code == "nobody-to-remind"
    assert codes_of(send("few", "ready", at=AT + timedelta(hours=14, minutes=57))) == [
        ("ready", ["submission-missing"])
    ]
    assert len(send("few", "ready", at=TOMORROW)) == 2


def test_what_goes_out(campaign: Campaign, send: Remind, letterbox: Letterbox) -> None:
    shown = {due.unit_year.unit.code: due for due in due_units(campaign, "everything", AT)}
    send("few")
    for _again in range(2):
        work(AT)
    ((to, letter),) = letterbox.letters
    assert to == sorted(shown["few"].addresses) == ["few-contact@example.com", "few@example.com"]
    subject = letter["Subject"].strip()  # a long one begins on the line below its name
    assert subject == "【文学院党委】志愿注册工作还有未完成事项"
    assert letter.get_content().splitlines() == [
        "文学院党委的志愿注册工作还有以下事项未完成：",
        "- 项目已发布1个，应有4个，还差3个。",
        "- 汇总表尚未报送。",
        "",
        "请于11月14日 24:00（北京时间）前完成并报送。",
        "签字盖章的纸质版请于11月20日前送达。",
        "单位页面： https://portal.example.com/units/few/",
        "",
        "有问题请联系office@example.com。本邮件由系统发送。",
    ]
    assert shown["few"].text.splitlines() == [subject, "", *letter.get_content().splitlines()]
    reminder = Reminder.objects.get()
    assert (reminder.told_at, reminder.recipients, reminder.text) == (AT, 2, shown["few"].text)
    assert [name for name in ("慕容", "司空") if name in reminder.text] == []


def test_a_unit_without_an_address_finds_it_on_its_page_only(send: Remind, letterbox: Letterbox) -> None:
    Team.objects.update(contact_email="")
    User.objects.update(email="")
    send("few")
    work(AT)
    reminder = Reminder.objects.get()
    assert (letterbox.letters, reminder.told_at, reminder.recipients) == ([], None, 0)
    assert Job.objects.unfinished().count() == 0


@pytest.mark.parametrize("way", ["refuses", "is not there"])
def test_a_mail_server_that_is_away_costs_nothing(send: Remind, letterbox: Letterbox, settings: Any, way: str) -> None:
    there, letterbox.is_closed = settings.EMAIL_PORT, way == "refuses"
    if way == "is not there":
        settings.EMAIL_PORT = 1
    send("few")
    work(AT)
    assert (Job.objects.get().state, Reminder.objects.get().told_at) == (Job.State.QUEUED, None)
    settings.EMAIL_PORT, letterbox.is_closed = there, False
    work(AT + timedelta(minutes=1))
    assert ([to[0] for to, _letter in letterbox.letters], Job.objects.get().state) == (
        ["few-contact@example.com"],
        Job.State.DONE,
    )


@pytest.mark.django_db(transaction=True)
def test_two_reviewers_at_the_same_moment_remind_once(letterbox: Letterbox) -> None:
    campaign = lacking_units()
    people = [stored_account(name, User.Role.REVIEWER) for name in ("one", "two")]

    def act(by: User) -> Callable[[], object]:
        return lambda: len(remind(campaign, units=["few", "ready"], kind="everything", by=by, at=AT))

    answers = together(*map(act, people))
    assert {getattr(answer, "code", answer) for answer in answers} == {2, "nobody-to-remind"}
    work(AT)
    assert Reminder.objects.count() == 2
    assert sorted(to[0] for to, _letter in letterbox.letters) == [
        "few-contact@example.com",
        "ready-contact@example.com",
    ]
