"""What the matrix asks for at each address: which object, and a form that would be accepted."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db import models
from django.utils import timezone

from campaigns.models import Campaign
from jobs.models import Job
from projects.models import Project
from reports.models import ExportFile, Submission
from units.models import ContactInvitation, Restructuring, StaffContact, UnitYear
from volunteer_portal.tests.file_addresses import (
    DRAWINGS,
    NO_DRAWINGS,
    NOWHERE,
    Address,
    by_bulletin,
    by_file,
    by_held_file,
    by_school_drawing,
)
from volunteer_portal.tests.handed_in_addresses import by_check_code, by_version, by_version_drawing
from volunteer_portal.tests.school import Furnished, School
from volunteers.models import Claim, DataRequest, Edit, RosterImport, Volunteer
from volunteers.standing import set_department

DECISION = 10**9


def by_code(school: School) -> dict[str, list[Address]]:
    """Addresses with a unit's code in them."""
    return {
        "ours": [{"code": school.ours.code}],
        "theirs": [{"code": school.theirs.code}],
        "absent": [{"code": "nobody"}],
    }


def by_roster(school: School) -> dict[str, list[Address]]:
    """Addresses of rosters; `whole` is one of the whole school, which came in by command."""
    rosters = {"ours": school.ours.roster.pk, "theirs": school.theirs.roster.pk, "whole": school.whole_roster.pk}
    return {place: [{"number": number}] for place, number in (rosters | {"absent": NOWHERE}).items()}


def by_row(school: School) -> dict[str, list[Address]]:
    """Addresses of the first row of a roster."""
    return {place: [{**address, "row": 2} for address in found] for place, found in by_roster(school).items()}


def by_job(school: School) -> dict[str, list[Address]]:
    """Addresses of jobs."""
    jobs = {"ours": school.ours.job.pk, "theirs": school.theirs.job.pk, "absent": NOWHERE}
    return {place: [{"number": number}] for place, number in jobs.items()}


def by_project(school: School) -> dict[str, list[Address]]:
    """Addresses of projects; `crossed` is a project asked for at the other unit's address."""
    ours, theirs = school.ours.projects[0].pk, school.theirs.projects[0].pk
    return {
        "ours": [{"code": school.ours.code, "number": ours}],
        "theirs": [{"code": school.theirs.code, "number": theirs}],
        "crossed": [{"code": school.ours.code, "number": theirs}, {"code": school.theirs.code, "number": ours}],
        "absent": [{"code": school.ours.code, "number": 10**9}, {"code": school.ours.code, "number": 10**30}],
    }


def by_contact(school: School) -> dict[str, list[Address]]:
    """Addresses of people in charge; `crossed` is one asked for at the other unit's address."""
    ours, theirs = (unit.contact.contact_of.get().pk for unit in (school.ours, school.theirs))
    return {
        "ours": [{"code": school.ours.code, "number": ours}],
        "theirs": [{"code": school.theirs.code, "number": theirs}],
        "crossed": [{"code": school.ours.code, "number": theirs}, {"code": school.theirs.code, "number": ours}],
        "absent": [{"code": school.ours.code, "number": 10**9}],
    }


def by_invitation(school: School, *, is_accepted: bool = False) -> dict[str, list[Address]]:
    """Addresses of invitations that each unit's contact sent to a successor."""
    numbers = {unit.code: invited(unit, is_accepted).pk for unit in (school.ours, school.theirs)}
    ours, theirs = numbers[school.ours.code], numbers[school.theirs.code]
    return {
        "ours": [{"code": school.ours.code, "number": ours}],
        "theirs": [{"code": school.theirs.code, "number": theirs}],
        "crossed": [{"code": school.ours.code, "number": theirs}, {"code": school.theirs.code, "number": ours}],
        "absent": [{"code": school.ours.code, "number": 10**9}],
    }


def invited(unit: Furnished, is_accepted: bool) -> ContactInvitation:
    """The invitation of a successor, waiting or accepted (here by somebody who is in charge already)."""
    now, contact = timezone.now(), unit.contact.contact_of.get()
    facts = {
        "name": "继任", "email": "next@example.com", "by": unit.contact, "at": now, "replaces": contact,
        "expires_at": now + timedelta(hours=72),
    } | ({"accepted_at": now, "contact": contact} if is_accepted else {})  # fmt: skip
    hashed = f"{unit.code}-{is_accepted}"
    return ContactInvitation.objects.get_or_create(unit=unit.unit_year.unit, token_hash=hashed, defaults=facts)[0]


def by_restructuring(school: School) -> dict[str, list[Address]]:
    """Addresses of re-organisations: one that changed nothing and on which nothing is built."""
    facts = {"kind": "rename", "effective_on": timezone.localdate(), "at": timezone.now(), "trail_from": 10**12}
    done, _is_new = Restructuring.objects.get_or_create(campaign=school.campaign, basis="校发1号", defaults=facts)
    return {"whole": [{"number": done.pk}], "absent": [{"number": 10**9}]}


def by_number(school: School) -> dict[str, list[Address]]:
    """Addresses of projects by number alone."""
    numbers = {"ours": school.ours.projects[0].pk, "theirs": school.theirs.projects[0].pk, "absent": 10**9}
    return {place: [{"number": number}] for place, number in numbers.items()}


def by_claim(school: School, *, is_asking: bool = False) -> dict[str, list[Address]]:
    """Addresses of double claims: of one about a person the unit lists, or of one the unit raised."""
    ours, theirs = school.ours, school.theirs
    numbers = {"ours": claimed(ours, theirs).pk, "theirs": claimed(theirs, ours).pk}
    if is_asking:
        numbers = {"ours": numbers["theirs"], "theirs": numbers["ours"]}
    return {place: [{"number": number}] for place, number in (numbers | {"absent": NOWHERE}).items()}


def claimed(unit: Furnished, asking: Furnished) -> Claim:
    """A person the unit lists and the other one asks for."""
    holder = unit.unit_year.volunteers.order_by("school_number")[0]
    facts = {"holder": holder, "category": holder.category, "status": holder.status, "at": timezone.now()}
    about = {"campaign": holder.campaign, "unit_year": asking.unit_year, "fingerprint": holder.fingerprint}
    return Claim.objects.get_or_create(**about, defaults=facts)[0]


def first_person(unit: Furnished) -> Volunteer:
    """One of the unit's people."""
    return unit.unit_year.volunteers.order_by("school_number")[0]


def by_person(school: School) -> dict[str, list[Address]]:
    """Addresses of people."""
    keys = {"ours": first_person(school.ours).pk, "theirs": first_person(school.theirs).pk, "absent": NOWHERE}
    return {place: [{"number": key}] for place, key in keys.items()}


def by_edit(school: School) -> dict[str, list[Address]]:
    """Addresses of changes by hand that can be taken back."""
    keys = {"ours": edited(school.ours).pk, "theirs": edited(school.theirs).pk, "absent": NOWHERE}
    return {place: [{"number": key}] for place, key in keys.items()}


def by_data_request(school: School) -> dict[str, list[Address]]:
    """Addresses of what people asked about their own data."""
    keys = {"ours": requested(school.ours).pk, "theirs": requested(school.theirs).pk, "absent": NOWHERE}
    return {place: [{"number": key}] for place, key in keys.items()}


def requested(unit: Furnished) -> DataRequest:
    """The unit's first person wants to see what is kept."""
    facts = {"unit_year": unit.unit_year, "campaign": unit.unit_year.campaign, "at": timezone.now()}
    return DataRequest.objects.get_or_create(person=first_person(unit), kind="access", defaults=facts)[0]


def edited(unit: Furnished) -> Edit:
    """A class that was set by hand, for the unit's last person."""
    if edit := unit.unit_year.edits.first():
        return edit
    last = unit.unit_year.volunteers.order_by("-school_number")[0]
    set_department(unit.unit_year, [last.pk], department="一班", by=unit.contact, at=timezone.now())
    return unit.unit_year.edits.get()


def by_drawing(school: School) -> dict[str, list[Address]]:
    """Addresses of a unit's attachments, every number in every form."""
    units = by_code(school)
    known = {place: [{**address, **drawing} for drawing in DRAWINGS] for place, (address,) in units.items()}
    return known | {"unknown": [{"code": school.ours.code, **drawing} for drawing in NO_DRAWINGS]}


def closed_campaign(school: School) -> Campaign:
    """A year long past."""
    facts = {
        "school_name": "试验大学", "liaison_chain": school.campaign.liaison_chain, "mailbox": "office@example.com",
        "electronic_due_on": date(2019, 11, 14), "paper_due_on": date(2019, 11, 20),
    }  # fmt: skip
    return Campaign.objects.get_or_create(year=2019, defaults=facts)[0]


def by_year(school: School) -> dict[str, list[Address]]:
    """Addresses of closed years; the current one is not among them."""
    years = {"whole": [closed_campaign(school).year], "absent": [1900, school.campaign.year]}
    return {place: [{"year": year} for year in found] for place, found in years.items()}


def by_chapter(school: School) -> dict[str, list[Address]]:
    """Addresses of the handbook's chapters, by who reads them."""
    chapters = {
        "contacts": "contact", "everybody": "english", "reviewers": "office", "auditors": "auditor",
        "administrators": "administrator", "absent": "nowhere",
    }  # fmt: skip
    return {who: [{"name": name}] for who, name in chapters.items()}


PLACES: Mapping[str, Callable[[School], dict[str, list[Address]]]] = {
    "board_bulletin": by_bulletin,
    "handbook_page": by_chapter,
    "attachment": by_drawing,
    "school_attachment": by_school_drawing,
    **dict.fromkeys(("submission_version", "submission_complete"), by_version),
    "submission_attachment": by_version_drawing,
    **dict.fromkeys(("submission_changes", "submission_versions", "paper_undo"), by_code),
    **dict.fromkeys(("verify", "paper_receive"), by_check_code),
    "attachment_complete": by_code,
    "export_fetch": by_file,
    "export_approve": by_held_file,
    "project_edit": by_project,
    "project_summary": by_project,
    "project_comment": by_number,
    "contact_end": by_contact,
    "invitation_withdraw": by_invitation,
    "handover_confirm": partial(by_invitation, is_accepted=True),
    "restructuring_undo": by_restructuring,
    **dict.fromkeys(("contacts", "attachment2", "handover"), by_code),
    **dict.fromkeys(("unit_edit", "head_count_ask", "extend_deadline", "cockpit_decide"), by_code),
    "job": by_job,
    **dict.fromkeys(
        ("volunteer", "volunteer_edit", "volunteer_reveal", "volunteer_remove", "volunteer_transfer"), by_person
    ),
    **dict.fromkeys(("missing", "missing_xlsx", "volunteer_search", "volunteer_bulk"), by_code),
    "edit_undo": by_edit,
    "campaign_purge": by_year,
    "data_request": by_person,
    "data_request_decide": by_data_request,
    **dict.fromkeys(("roster_preview", "roster_apply", "roster_abandon", "roster_undo"), by_roster),
    **dict.fromkeys(("roster_columns", "roster_problems", "roster_file_back"), by_roster),
    "roster_row": by_row,
    **dict.fromkeys(("roster_history", "roster_columns_forget", "unit_claims"), by_code),
    **dict.fromkeys(("claim_release", "claim_keep", "claim_decide"), by_claim),
    "claim_withdraw": partial(by_claim, is_asking=True),
    **dict.fromkeys(
        ("my_unit", "submission", "head_count", "head_count_confirm", "team", "team_review", "volunteer_list"), by_code
    ),
    **dict.fromkeys(("roster_upload", "project_list", "project_add"), by_code),
    **dict.fromkeys(("projects_copy", "projects_import", "projects_waive", "project_name_hints"), by_code),
}
# What stands at an address, and can be gone.
MODELS: Mapping[Callable[..., Any], type[models.Model]] = {
    by_code: UnitYear, by_drawing: UnitYear, by_roster: RosterImport, by_row: RosterImport, by_job: Job,
    by_project: Project, by_number: Project, by_contact: StaffContact, by_invitation: ContactInvitation,
    by_restructuring: Restructuring, by_claim: Claim, by_person: Volunteer, by_edit: Edit, by_data_request: DataRequest,
    by_file: ExportFile, by_held_file: ExportFile, by_version: Submission, by_version_drawing: Submission,
    by_check_code: Submission,
}  # fmt: skip
NEVER_DELETED = {"school_attachment", "campaign_purge", "board_bulletin", "handbook_page"}
ELSEWHERE = {"export_fetch": "reviewers", "export_approve": "reviewers", "handbook_page": "contacts"} | dict.fromkeys(
    ("restructuring_undo", "school_attachment", "campaign_purge", "board_bulletin"), "whole"
)


def own_place(route: str) -> str:
    """Where the contact of our unit looks first: at what is ours, or at the whole school's."""
    return ELSEWHERE.get(route, "ours")


def take_away(school: School, route: str) -> None:
    """Delete what stands at our address, past everything that keeps it."""
    places: Any = PLACES[route]
    model = MODELS[getattr(places, "func", places)]
    address = addresses(school, route, own_place(route))[0]
    named_otherwise = {UnitYear: school.ours.unit_year.pk, Submission: school.ours.submission.pk}
    number = named_otherwise.get(model) or address["number"]
    gone: models.QuerySet[Any] = models.QuerySet(model).filter(pk=number)
    assert gone._raw_delete(gone.db) == 1


ONE_ADDRESS: Mapping[str, Address] = {
    "restructuring_plan": {"kind": "rename"},
    "invitation": {"token": "invented"},
    "account_confirm_email": {"key": "invalid"},
    "session_end": {"number": "0000000000000000"},
    "first_password": {"token": "invented"},
    "mfa_edit_webauthn": {"pk": 10**9},
    "mfa_remove_webauthn": {"pk": 10**9},
    "account_reset_password_from_key": {"uidb36": "1", "key": "invalid"},
}


def addresses(school: School, route: str, place: str) -> list[Address]:
    """The keyword arguments of the addresses that a line of the matrix stands for."""
    return PLACES[route](school)[place] if route in PLACES else [dict(ONE_ADDRESS.get(route, {}))]
