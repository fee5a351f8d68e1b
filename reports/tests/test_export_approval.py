"""Lists of the whole school that two people decide on, where the school wants it so."""

from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from jobs.models import Job
from jobs.running import run_waiting
from reports.export_files import approve_export
from reports.models import ExportFile
from volunteer_portal.tests.acts import entry, recorded, visitor
from volunteer_portal.tests.school import School, stored_account, two_units

pytestmark = pytest.mark.django_db
ASK, FILES = "/attachments/4/", "/exports/"
REASON = "全校归档用的名册"


@pytest.fixture
def school(settings: Any) -> School:
    settings.EXPORTS_NEED_SECOND = True
    return two_units()


@pytest.fixture
def other(school: School) -> User:
    """A second administrator."""
    return stored_account("nangong", User.Role.ADMINISTRATOR, email="nangong@example.com")


def held(school: School, who: str = "administrator") -> ExportFile:
    """A file that somebody asked for."""
    form = {"drawing": "xlsx", "clear": "on", "reason": REASON}
    assert visitor(school.accounts[who]).post(ASK, form)["Location"] == FILES
    return ExportFile.objects.get()


def test_nothing_is_made_before_another_one_approves(school: School, other: User) -> None:
    User.objects.filter(pk=school.accounts["administrator"].pk).update(email="dongfang@example.com")
    file = held(school)
    assert (file.state, Job.objects.filter(kind="draw-export").count(), run_waiting()) == ("held", 0, 1)
    [letter] = mail.outbox
    assert (letter.to, "http://127.0.0.1:8000/exports/" in letter.body) == (["nangong@example.com"], True)
    own, others = visitor(school.accounts["administrator"]), visitor(other)
    page = own.get(FILES).content.decode()
    assert ("Waits for another administrator" in page, "/approve/" in page) == (True, False)
    assert own.post(f"/exports/{file.pk}/approve/").status_code == 404
    page = others.get(FILES).content.decode()
    assert ("用户administrator asks for a list of the whole school" in page, REASON in page) == (True, True)
    answer = others.post(f"/exports/{file.pk}/approve/", follow=True)
    assert "The file is made now, for 用户administrator." in answer.content.decode()
    told = recorded()[-1]
    assert told == entry("export-approved", school.campaign, by=other, at=told["at"], serial=file.started_id)
    assert run_waiting() == 1
    assert "Download" in own.get(FILES).content.decode()
    assert "Download" not in others.get(FILES).content.decode()


def test_a_reviewer_asks_and_approves_nothing(school: School) -> None:
    file, reviewer = held(school, "reviewer"), visitor(school.accounts["reviewer"])
    assert reviewer.post(f"/exports/{file.pk}/approve/").status_code == 403
    assert "/approve/" not in reviewer.get(FILES).content.decode()
    assert visitor(school.accounts["administrator"]).post(f"/exports/{file.pk}/approve/")["Location"] == FILES
    file.refresh_from_db()
    assert file.state == "asked"


def test_it_is_approved_once(school: School, other: User) -> None:
    file = held(school, "reviewer")
    approve_export(file, by=other, at=timezone.now())
    with pytest.raises(ValidationError) as refusal:
        approve_export(file, by=school.accounts["administrator"], at=timezone.now())
    assert (refusal.value.code, Job.objects.filter(kind="draw-export").count()) == ("approved-already", 1)


def test_nobody_approves_what_they_asked_for(school: School) -> None:
    file = held(school)
    with pytest.raises(ValidationError):
        approve_export(file, by=school.accounts["administrator"], at=timezone.now())
    file.refresh_from_db()
    assert file.state == "held"
