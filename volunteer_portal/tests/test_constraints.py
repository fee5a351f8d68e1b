"""Every constraint of every model refuses what it should: in the database, and before it with a sentence of its own."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from campaigns.models import Campaign
from reports.models import DailyFigures, ExportPart, Reminder, Submission, SubmissionFile
from units.models import ContactInvitation, Restructuring, StaffContact, UnitYear
from volunteer_portal.tests.file_addresses import made_file
from volunteer_portal.tests.school import School, stored_campaign, two_units
from volunteers.models import Claim, DataRequest, Volunteer

OURS = ("accounts", "campaigns", "jobs", "units", "volunteers", "projects", "reports", "volunteer_portal")
TODAY, YESTERDAY = date(2018, 11, 9), date(2018, 11, 8)
Changes = dict[str, Any]


def person(school: School, place: int = 0) -> Volunteer:
    return school.ours.unit_year.volunteers.order_by("school_number")[place]


def another_year(school: School) -> tuple[Campaign, Changes]:
    return stored_campaign(year=school.campaign.year + 1, is_current=False), {"is_current": True}


def contact_again(school: School) -> tuple[StaffContact, Changes]:
    contact = school.ours.unit_year.unit.contacts.get(user=school.ours.contact)
    gone = StaffContact.objects.create(unit=contact.unit, user=contact.user, since=YESTERDAY, until=YESTERDAY)
    return gone, {"until": None}


def unit_again(school: School) -> tuple[UnitYear, Changes]:
    return school.theirs.unit_year, {"unit": school.ours.unit_year.unit}


def handed_in_again(school: School, **changes: Any) -> tuple[Submission, Changes]:
    ours = school.ours.submission
    second = Submission.objects.get(pk=ours.pk)
    second.pk, second._state.adding, second.version, second.receipt = None, True, 2, 99
    second.save()
    return second, {field: getattr(ours, field) for field in changes}


def asked_again(school: School) -> tuple[models.Model, Changes]:
    """The same person asks for the same once more."""
    ours, asking = school.ours.unit_year, person(school)
    facts: Changes = {"campaign": school.campaign, "unit_year": ours, "person": asking, "at": timezone.now()}
    DataRequest.objects.create(kind="access", **facts)
    return DataRequest.objects.create(kind="deletion", **facts), {"kind": "access"}


def form_again(school: School) -> tuple[Submission, Changes]:
    again, form = handed_in_again(school)[0], uuid4()
    Submission.objects.filter(pk=school.ours.submission.pk).update(form=form)
    return again, {"form": form}


def drawn_again(school: School) -> tuple[SubmissionFile, Changes]:
    facts = {"submission": school.ours.submission, "number": 3, "content_sealed": b"", "digest": ""}
    SubmissionFile.objects.create(drawing="pdf", **facts)
    return SubmissionFile.objects.create(drawing="xlsx", **facts), {"drawing": "pdf"}


def claimed_again(school: School) -> tuple[Claim, Changes]:
    ours, holder = school.ours.unit_year, school.theirs.unit_year.volunteers.all()[0]
    asked = {
        "campaign": school.campaign, "unit_year": ours, "holder": holder, "fingerprint": holder.fingerprint,
        "category": "student", "status": "registered", "at": timezone.now(),
    }  # fmt: skip
    Claim.objects.create(**asked)
    return Claim.objects.create(**asked, state=Claim.State.WITHDRAWN), {"state": Claim.State.KEPT}


def both_accepted_and_withdrawn(school: School) -> tuple[ContactInvitation, Changes]:
    now = timezone.now()
    facts = {"name": "继任", "email": "next@example.com", "at": now, "expires_at": now, "withdrawn_at": now}
    return ContactInvitation.objects.create(unit=school.ours.unit_year.unit, **facts), {"accepted_at": now}


def day_again(school: School) -> tuple[DailyFigures, Changes]:
    facts = {"unit_year": school.ours.unit_year, "registered": 1, "joined": 0}
    DailyFigures.objects.create(**facts, day=TODAY)
    return DailyFigures.objects.create(**facts, day=YESTERDAY), {"day": TODAY}


def reminded_again(school: School) -> tuple[Reminder, Changes]:
    facts = {"unit_year": school.ours.unit_year, "kind": "paper", "text": "提醒", "at": timezone.now()}
    Reminder.objects.create(**facts, day=TODAY)
    return Reminder.objects.create(**facts, day=YESTERDAY), {"day": TODAY}


def reorganised(school: School) -> Restructuring:
    return Restructuring.objects.create(campaign=school.campaign, kind="rename", effective_on=TODAY, at=timezone.now())


def part_again(school: School) -> tuple[ExportPart, Changes]:
    file = made_file(school, "reviewer")
    return ExportPart.objects.create(file=file, position=1, content_sealed=b""), {"position": 0}


CASES: dict[str, Callable[[School], tuple[models.Model, Changes]]] = {
    "accounts_user_role_known": lambda school: (school.accounts["reviewer"], {"role": "superuser"}),
    "campaigns_one_current": another_year,
    "campaigns_percentages": lambda school: (school.campaign, {"quota_percent": 101}),
    "campaigns_paper_after_files": lambda school: (
        school.campaign, {"paper_due_on": school.campaign.electronic_due_on - timedelta(days=1)},
    ),
    "units_contact_once": contact_again,
    "units_once_a_year": unit_again,
    "units_standard_name_unique": lambda school: (
        school.theirs.unit_year, {"standard_name": school.ours.unit_year.standard_name},
    ),
    "units_counts_whole": lambda school: (school.ours.unit_year, {"counted_on": None}),
    "units_party_within_people": lambda school: (school.ours.unit_year, {"party_members": 6}),
    "units_no_students_counted": lambda school: (school.ours.unit_year, {"has_students": False}),
    "units_extension_reason": lambda school: (school.ours.unit_year, {"extended_until": TODAY}),
    "units_team_renamed_after_registered": lambda school: (
        school.ours.team, {"renamed_on": school.ours.team.registered_on - timedelta(days=1)},
    ),
    "units_return_has_reason": lambda school: (school.ours.team.reviews.get(), {"decision": "returned"}),
    "units_invitation_used_or_withdrawn": both_accepted_and_withdrawn,
    "units_restructuring_kind_known": lambda school: (reorganised(school), {"kind": "explode"}),
    "projects_name_once_a_unit": lambda school: (school.ours.projects[1], {"name": school.ours.projects[0].name}),
    "projects_period": lambda school: (school.ours.projects[0], {"ends_on": date(2020, 2, 29)}),
    "projects_recruiting_period": lambda school: (
        school.ours.projects[0], {"recruits_from": TODAY, "recruits_until": YESTERDAY},
    ),
    "projects_outcome_when_finished": lambda school: (school.ours.projects[0], {"participants": 3}),
    "projects_places": lambda school: (school.ours.projects[0], {"places_offered": 0}),
    "volunteers_person_once": lambda school: (person(school, 1), {"fingerprint": person(school).fingerprint}),
    "volunteers_number_once": lambda school: (person(school, 1), {"volunteer_number": person(school).volunteer_number}),
    "volunteers_number_means_registered": lambda school: (person(school), {"status": "pending"}),
    "volunteers_pending_since_means_pending": lambda school: (person(school), {"pending_since": TODAY}),
    "volunteers_registered_on_means_registered": lambda school: (
        person(school), {"status": "declined", "volunteer_number": "", "registered_on": TODAY},
    ),
    "volunteers_joined_on_means_joined": lambda school: (person(school), {"joined_on": TODAY}),
    "volunteers_category_known": lambda school: (person(school), {"category": "guest"}),
    "volunteers_claim_once": claimed_again,
    "volunteers_one_request_waits": asked_again,
    "reports_version_once": lambda school: handed_in_again(school, version=1),
    "reports_day_once": day_again,
    "reports_reminder_once_a_day": reminded_again,
    "reports_receipt_once": lambda school: handed_in_again(school, receipt=1),
    "reports_form_once": form_again,
    "reports_file_once": drawn_again,
    "reports_part_once": part_again,
}  # fmt: skip


def our_constraints() -> dict[str, models.BaseConstraint]:
    """All constraints of our models, by name."""
    ours = (model for app in OURS for model in apps.get_app_config(app).get_models())
    return {constraint.name: constraint for model in ours for constraint in model._meta.constraints}


def test_every_constraint_has_a_case() -> None:
    assert sorted(CASES) == sorted(our_constraints())


@pytest.mark.django_db
@pytest.mark.parametrize("name", CASES)
def test_constraint(name: str) -> None:
    obj, changes = CASES[name](two_units())
    same = type(obj)._base_manager.filter(pk=obj.pk)
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        same.update(**changes)
    assert names_it(str(refusal.value), name)

    for field, value in changes.items():
        setattr(obj, field, value)
    constraint = our_constraints()[name]
    assert constraint.violation_error_message != constraint.default_violation_error_message
    with pytest.raises(ValidationError) as refused:
        obj.validate_constraints()
    assert refused.value.messages == [str(constraint.violation_error_message)]


def names_it(message: str, name: str) -> bool:
    """PostgreSQL names every constraint it holds to, SQLite those that are checks."""
    return name in message or (connection.vendor == "sqlite" and message.startswith("UNIQUE constraint failed"))


@pytest.mark.django_db
def test_what_looks_alike_but_is_allowed() -> None:
    school = two_units()
    unit_year, team, project = school.ours.unit_year, school.ours.team, school.ours.projects[0]
    allowed: list[tuple[models.Model, Changes]] = [
        (school.campaign, {"quota_percent": 100, "paper_due_on": school.campaign.electronic_due_on}),
        (unit_year, dict.fromkeys(("staff", "students", "party_members", "counted_on"))),
        (unit_year, {"staff": 5, "students": 0, "party_members": 5, "counted_on": TODAY, "has_students": False}),
        (unit_year, {"extended_until": TODAY, "extension_reason": "外出实习"}),
        (team, {"renamed_on": team.registered_on}),
        (team.reviews.get(), {"decision": "returned", "reason": "名称不符", "at": timezone.now()}),
        (project, {"ends_on": project.starts_on, "recruits_from": TODAY, "recruits_until": TODAY, "places_offered": 1}),
        (person(school), {"status": "joined", "joined_on": TODAY, "registered_on": YESTERDAY}),
        (person(school, 1), {"status": "declined", "volunteer_number": ""}),
        (person(school, 3), {"status": "pending", "volunteer_number": "", "pending_since": TODAY}),
        (person(school, 2), {"status": "unregistered", "volunteer_number": ""}),
    ]
    for obj, changes in allowed:
        assert type(obj)._base_manager.filter(pk=obj.pk).update(**changes) == 1
        obj.refresh_from_db()
        obj.validate_constraints()
