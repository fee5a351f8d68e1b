"""A closed year's personal data go, all of them and for good; counts and a proof stay."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import models

from accounts.models import AuditEntry
from campaigns.models import Campaign
from jobs.models import Job
from jobs.running import fail, run_waiting
from projects.models import Project
from reports.models import CampaignPurge, Submission
from reports.purging import ask_purge, counts_of, words_of
from units.models import Team
from volunteer_portal.tests.acts import said_at, visitor
from volunteer_portal.tests.remains import Wanted
from volunteer_portal.tests.school import School
from volunteer_portal.tests.test_at_rest import stored
from volunteer_portal.tests.test_rotation import everything_sealed
from volunteers.models import RosterImport, Volunteer
from volunteers.sealed import sealed_fields

AT = datetime(2026, 11, 25, 1, 2, 3, tzinfo=UTC)


@pytest.fixture
def school(db: None) -> School:
    """A school whose year is over, with a value in every sealed column."""
    school = everything_sealed()
    over = {"is_current": False, "electronic_due_on": date(2025, 11, 14), "paper_due_on": date(2025, 11, 20)}
    Campaign.objects.filter(pk=school.campaign.pk).update(year=2025, **over)
    school.campaign.refresh_from_db()
    return school


def purged(school: School, words: str | None = None) -> CampaignPurge:
    """Asked for and done."""
    by = school.accounts["administrator"]
    ask_purge(school.campaign, words=words or words_of(school.campaign), by=by, at=AT)
    assert run_waiting() >= 1
    return CampaignPurge.objects.get()


def test_nothing_of_anybody_remains(school: School) -> None:
    marks = [mark for unit in (school.ours, school.theirs) for person in unit.people for mark in (
        person.name, person.volunteer_number, person.school_number)] + ["令狐联", "慕容联"]  # fmt: skip
    assert [mark for mark in marks if mark.encode() in stored()] != []
    purged(school)
    left = stored_rows()
    assert [mark for mark in marks if mark.encode() in left] == []
    left_sealed = [str(field) for field in sealed_fields() if field.sealed_rows().exists()]
    assert left_sealed == ["volunteers.KeyProof.word_sealed"]
    numbers = [number for unit in (school.ours, school.theirs) for person in unit.people
               for number in (person.document_number, person.phone)]  # fmt: skip
    assert Wanted(numbers).in_text(left) == set()


def stored_rows() -> bytes:
    """Every value of every row, without the pages the database has yet to use anew."""
    found = [str(list(row.values())) for model in every_model() for row in models.QuerySet(model).values().iterator()]
    return "\n".join(found).encode()


def every_model() -> list[type[models.Model]]:
    """All there are, but for what names accounts, which stay."""
    return [model for model in django_models() if model._meta.label not in ("accounts.User", "sessions.Session")]


def django_models() -> list[type[models.Model]]:
    """Every stored model."""
    return [*Campaign._meta.apps.get_models()]


def test_the_proof_tells_what_there_was(school: School) -> None:
    before = counts_of(school.campaign)
    assert (before["people"], before["submissions"], min(before.values()) > 0) == (10, 2, True)
    purge = purged(school)
    handed_in = [[kept.receipt_number, kept.version, kept.digest] for kept in Submission.objects.order_by("receipt")]
    assert (purge.proof["counts"], purge.proof["submissions"], purge.is_intact) == (before, handed_in, True)
    assert CampaignPurge.digest_of(purge.proof) == purge.digest
    asked, done = AuditEntry.objects.filter(action__startswith="campaign-purge").order_by("pk")
    assert (asked.action, asked.detail, asked.by) == ("campaign-purge-asked", before, school.accounts["administrator"])
    assert (done.action, done.detail) == ("campaign-purged", before | {"digest": purge.digest})
    after = counts_of(school.campaign)
    assert {name for name, count in after.items() if count} == {"rosters", "submissions", "teams", "projects"}
    purge.proof["counts"]["people"] = 9
    assert purge.is_intact is False


def test_figures_and_receipts_stay(school: School) -> None:
    figures = list(Submission.objects.order_by("pk").values("receipt", "version", "digest", "figures", "by", "at"))
    teams = list(Team.objects.order_by("pk").values("registered_name", "state", "liaison_code"))
    purged(school)
    assert (
        list(Submission.objects.order_by("pk").values("receipt", "version", "digest", "figures", "by", "at")) == figures
    )
    assert list(Team.objects.order_by("pk").values("registered_name", "state", "liaison_code")) == teams
    assert (Project.objects.count(), set(Project.objects.values_list("contact_name", "contact_phone"))) == (
        8,
        {("", "")},
    )
    assert {tuple(kept.report) for kept in RosterImport.objects.all()} == {("counts",)}


@pytest.mark.parametrize(
    ("facts", "code"),
    [({"is_current": True}, "campaign-not-closed"), ({"paper_due_on": date(2026, 11, 25)}, "campaign-not-closed")],
)
def test_a_year_that_runs_is_kept(school: School, facts: dict[str, Any], code: str) -> None:
    Campaign.objects.filter(pk=school.campaign.pk).update(**facts)
    school.campaign.refresh_from_db()
    with pytest.raises(ValidationError) as refusal:
        ask_purge(school.campaign, words=words_of(school.campaign), by=school.accounts["administrator"], at=AT)
    assert (refusal.value.code, Volunteer.objects.count(), CampaignPurge.objects.count()) == (code, 10, 0)


@pytest.mark.parametrize("words", ["", "delete", "删除2024年个人信息", "删除 2025 年个人信息"])
def test_a_slip_deletes_nothing(school: School, words: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        ask_purge(school.campaign, words=words, by=school.accounts["administrator"], at=AT)
    assert [error.code for error in refusal.value.error_dict["words"]] == ["words-differ"]
    assert (Volunteer.objects.count(), Job.objects.filter(kind="purge-campaign").count()) == (10, 0)


def test_it_is_done_once_and_other_years_are_untouched(school: School) -> None:
    purged(school)
    with pytest.raises(ValidationError) as refusal:
        ask_purge(school.campaign, words=words_of(school.campaign), by=school.accounts["administrator"], at=AT)
    assert refusal.value.code == "campaign-purged"


def test_work_that_failed_can_be_asked_for_again(school: School) -> None:
    job = ask_purge(school.campaign, words=words_of(school.campaign), by=school.accounts["administrator"], at=AT)
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING)
    fail(job)
    assert (CampaignPurge.objects.count(), Volunteer.objects.count()) == (0, 10)
    assert purged(school).done_at is not None


def test_the_pages(school: School) -> None:
    administrator = visitor(school.accounts["administrator"])
    assert 'href="/closed-years/2025/"' in administrator.get("/closed-years/").content.decode()
    page = administrator.get("/closed-years/2025/").content.decode()
    assert ("delete 2025" in page, "Delete for good" in page) == (True, True)
    assert said_at(administrator.post("/closed-years/2025/", {"words": "2025"})) == {"words": ["words-differ"]}
    answer = administrator.post("/closed-years/2025/", {"words": "delete 2025"})
    assert answer.status_code == 302
    assert "It is being deleted" in administrator.get("/closed-years/2025/").content.decode()
    run_waiting()
    assert administrator.get(answer["Location"])["Location"] == "/closed-years/2025/"
    page = administrator.get("/closed-years/2025/").content.decode()
    digest = CampaignPurge.objects.get().digest
    assert ("Proof of deletion" in page, digest in page, "Delete for good" in page) == (True, True, False)
    assert mail.outbox == []
