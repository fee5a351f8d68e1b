"""What the matrix asks for at each address: which object, and a form that would be accepted."""

import uuid
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from campaigns.models import Campaign
from projects.import_views import kind
from projects.models import Project
from units.models import ContactInvitation, Restructuring, Team, TeamReview, UnitYear
from units.table_import import sealed_rows
from volunteer_portal.tests.school import CHAIN, Furnished, School
from volunteers.encryption import encrypt_bytes
from volunteers.models import Edit, Volunteer
from volunteers.person_forms import PersonForm
from volunteers.standing import set_department
from volunteers.models import Claim, RosterImport
from volunteers.roster.importing import apply_import

NOWHERE = uuid.UUID(int=0)
LAST_YEARS = 900_000_001
DECISION = 10**9
REASON = "签字盖章的纸质表"
Address = dict[str, Any]

DRAWINGS = [{"number": number, "drawing": drawing} for number in (1, 3, 4) for drawing in ("xlsx", "pdf")]
DRAWINGS.append({"number": 2, "drawing": "pdf"})
NO_DRAWINGS = [{"number": 2, "drawing": "xlsx"}, {"number": 4, "drawing": "csv"}, {"number": 0, "drawing": "pdf"}]


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


def by_school_drawing(school: School) -> dict[str, list[Address]]:
    """Addresses of the whole school's attachments."""
    return {"whole": list(DRAWINGS), "absent": list(NO_DRAWINGS)}


PLACES: Mapping[str, Callable[[School], dict[str, list[Address]]]] = {
    "attachment": by_drawing,
    "school_attachment": by_school_drawing,
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
ONE_ADDRESS: Mapping[str, Address] = {
    "restructuring_plan": {"kind": "rename"},
    "invitation": {"token": "invented"},
    "account_confirm_email": {"key": "invalid"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "invalid"},
}


def addresses(school: School, route: str, place: str) -> list[Address]:
    """The keyword arguments of the addresses that a line of the matrix stands for."""
    return PLACES[route](school)[place] if route in PLACES else [dict(ONE_ADDRESS.get(route, {}))]


def project_form(unit: Furnished) -> dict[str, Any]:
    """A project in order."""
    return {
        "name": "护河行动", "state": "published", "categories": ["0006"], "audiences": ["11"],
        "starts_on": "2020-03-01",
        "ends_on": "2099-12-31", "place": "郑州市", "places_offered": "20", "contact_name": "令狐联",
        "contact_phone": "13800000000",
    }  # fmt: skip


def another_unit(unit: Furnished) -> UnitYear:
    """Where a person may go."""
    return UnitYear.objects.for_campaign(unit.unit_year.campaign).exclude(pk=unit.unit_year.pk)[0]


def head_count_form(unit: Furnished) -> dict[str, Any]:
    """A head count in order."""
    day = timezone.localdate().isoformat()
    return {"staff": "9", "students": "8", "party_members": "7", "counted_on": day, "count_source": "学生处"}


def team_form(unit: Furnished) -> dict[str, Any]:
    """A team in order."""
    return {
        "registered_name": "试验大学志愿服务队", "liaison_code": "LX-02", "liaison_chain": CHAIN,
        "contact_name": "令狐联",
        "registration_status": "未登记的社会组织或其他组织", "contact_phone": "13800000000",
        "contact_email": "team@example.com",
        "registered_on": date(2020, 3, 5).isoformat(), "contact_is_staff": "on",
    }  # fmt: skip


def line_form(unit: Furnished) -> dict[str, Any]:
    """A line of Attachment 1 in order."""
    return {
        "position": "3", "name": unit.unit_year.name, "kind": "committee", "standard_name": "新名志愿服务队",
        "has_students": "on",
    }  # fmt: skip


def staged_line(unit: Furnished) -> dict[str, Any]:
    """A preview of Attachment 1 with a new unit, to be confirmed."""
    facts = {
        "row": 2, "name": "文学院党委", "kind": "committee", "standard_name": "试验大学文学院志愿服务队",
        "former_name": "", "remark": "", "code": "lit", "short_names": "文学院", "has_students": True,
    }  # fmt: skip
    return {"staged": sealed_rows([facts | {"columns": ["name", "standard_name"]}], kind="units")}


def person_form(unit: Furnished) -> dict[str, Any]:
    """Another class for the unit's first person."""
    facts = PersonForm.initial_of(first_person(unit)) | {"department": "二班", "document_number": "", "phone": ""}
    return {name: fact for name, fact in facts.items() if fact is not None}


# What is filled in about a unit.
FORMS: Mapping[str, Callable[[Furnished], dict[str, Any]]] = {
    "attachment": lambda unit: {"reason": REASON},
    "school_attachment": lambda unit: {"reason": REASON},
    "head_count": head_count_form,
    "head_count_confirm": lambda unit: {"seen": unit.unit_year.numbers},
    "head_count_ask": lambda unit: {"question": "含非全日制学生吗？"},
    "extend_deadline": lambda unit: {"until": "2099-12-31", "reason": "外出实习"},
    "unit_edit": line_form,
    "units_import": staged_line,
    "cockpit_decide": lambda unit: {"version": "1", "decision": "return", "usual": "name"},
    "cockpit_approve_clean": lambda unit: {"seen": [f"{unit.team.pk}:1"]},
    "cockpit_undo": lambda unit: {"review": [DECISION]},
    "team": team_form,
    "team_review": lambda unit: {"version": "1", "decision": "approve"},
    "project_add": project_form,
    "project_edit": project_form,
    "project_comment": lambda unit: {"comment": "名称可以更响亮"},
    "projects_waive": lambda unit: {"reason": "整建制外出实习"},
    "projects_copy": lambda unit: {"projects": [str(LAST_YEARS)]},
    "projects_import": lambda unit: {"staged": sealed_rows([project_form(unit)], kind=kind(unit.unit_year))},
    "roster_upload": lambda unit: {"file": SimpleUploadedFile("名单.csv", "姓名\n".encode()), "informed": "on"},
    "roster_columns": lambda unit: {"column_0": "name", "column_1": "document_number", "column_2": "category"},
    "volunteer_search": lambda unit: {"words": unit.people[0].document_number},
    "volunteer_bulk": lambda unit: {"people": [first_person(unit).pk], "action": "joined"},
    "volunteer_edit": person_form,
    "volunteer_reveal": lambda unit: {"reason": REASON},
    "volunteer_transfer": lambda unit: {"unit": another_unit(unit).pk, "reason": REASON},
    "contacts": lambda unit: {"name": "继任", "email": "next@example.com"},
    "submission": lambda unit: {"explanation": "学生正在外地实习"},
    "set_language": lambda unit: {"language": "en", "next": "/"},
}


def file_again(unit: Furnished) -> None:
    """The team waits for the office once more."""
    Team.objects.filter(pk=unit.team.pk).update(state=Team.State.FILED)


def be_decided(unit: Furnished) -> None:
    """The team was just approved, and the decision is still in the outbox."""
    TeamReview.objects.create(pk=DECISION, team=unit.team, decision="approved", version=1, at=timezone.now())


def change_a_project(unit: Furnished) -> None:
    """There is something new to hand in."""
    unit.unit_year.projects.filter(pk=unit.projects[0].pk).update(name="银龄手机课")


def had_a_project_last_year(unit: Furnished) -> None:
    """There is something to copy."""
    this_year = unit.unit_year.campaign
    earlier = Campaign.objects.get(pk=this_year.pk)
    earlier.pk, earlier.year, earlier.is_current, earlier._state.adding = None, this_year.year - 1, False, True
    earlier.save()
    facts = {"campaign": earlier, "unit": unit.unit_year.unit, "name": "旧名", "standard_name": "旧名志愿服务队"}
    Project.objects.create(pk=LAST_YEARS, unit_year=UnitYear.objects.create(**facts), **project_form(unit))


def take_over(unit: Furnished) -> None:
    """The unit's roster was taken over after it handed in."""
    apply_import(RosterImport.objects.get(pk=unit.roster.pk), by=unit.contact, at=timezone.now())


def keep_file(unit: Furnished) -> RosterImport:
    """The unit's roster still has its file, with one person in it."""
    roster, person = RosterImport.objects.get(pk=unit.roster.pk), unit.people[0]
    content = f"姓名,证件号码,人员类别\n{person.name},{person.document_number},本科生\n".encode()
    roster.upload_sealed, roster.file_name = encrypt_bytes(content, f"roster_import.upload:{roster.pk}"), "名单.csv"
    roster.save()
    return roster


def ask_for_columns(unit: Furnished) -> None:
    """Nobody knows yet which column of the file is which."""
    roster = keep_file(unit)
    asked = [{"label": label, "samples": [], "guess": ""} for label in ("甲", "乙", "丙")]
    roster.keep("mending", {"to_name": {"header_row": 1, "headless": False, "columns": asked}})
    roster.save()


def said_before(unit: Furnished) -> None:
    """The contact said once what a header means."""
    RosterImport.objects.filter(pk=unit.roster.pk).update(columns_said={"words": {"甲": "name"}, "headless": False})


# What has to be so before a form at this address can be accepted.
BEFORE: Mapping[str, Callable[[Furnished], object]] = {
    **dict.fromkeys(("team_review", "cockpit_decide", "cockpit_approve_clean"), file_again),
    "cockpit_undo": be_decided,
    "submission": change_a_project,
    "projects_copy": had_a_project_last_year,
    "roster_undo": take_over,
    **dict.fromkeys(("roster_row", "roster_file_back"), keep_file),
    "roster_columns": ask_for_columns,
    "roster_columns_forget": said_before,
}

AUDIT, ROSTER, INVITATION = "accounts_auditentry", "volunteers_rosterimport", "units_contactinvitation"
BY_HAND = {AUDIT, "volunteers_edit", "volunteers_editline", "volunteers_volunteer"}
# The tables an accepted form writes to.
WRITES: Mapping[str, set[str]] = {
    "submission": {AUDIT, "reports_submission"},
    "attachment": {AUDIT},
    "school_attachment": {AUDIT},
    "head_count": {AUDIT, "units_unityear"},
    "head_count_confirm": {AUDIT, "units_unityear"},
    "team": {AUDIT, "units_team", "units_teamreview"},
    **dict.fromkeys(
        ("team_review", "cockpit_decide", "cockpit_approve_clean"),
        {AUDIT, "units_team", "units_teamreview", "jobs_job"},
    ),
    "cockpit_undo": {AUDIT, "units_team", "units_teamreview"},
    "units_import": {AUDIT, "units_unit", "units_unityear"},
    **dict.fromkeys(("unit_edit", "head_count_ask", "extend_deadline"), {AUDIT, "units_unityear"}),
    "project_add": {AUDIT, "projects_project"},
    "project_edit": {AUDIT, "projects_project"},
    "project_comment": {AUDIT, "projects_project"},
    "projects_copy": {AUDIT, "projects_project"},
    "projects_import": {AUDIT, "projects_project"},
    "projects_waive": {AUDIT, "units_unityear"},
    "projects_export": {AUDIT},
    "contacts": {AUDIT, INVITATION},
    "contact_end": {AUDIT, INVITATION, "units_staffcontact"},
    "handover_confirm": {AUDIT, INVITATION, "units_staffcontact"},
    "invitation_withdraw": {AUDIT, INVITATION},
    "restructuring_undo": {AUDIT, "units_restructuring"},
    "roster_upload": {AUDIT, ROSTER, "jobs_job"},
    "roster_columns": {AUDIT, ROSTER, "jobs_job"},
    "roster_columns_forget": {AUDIT, ROSTER},
    "volunteer_bulk": BY_HAND,
    "volunteer_edit": BY_HAND,
    "volunteer_remove": BY_HAND | {"volunteers_claim"},
    "volunteer_transfer": BY_HAND,
    "edit_undo": BY_HAND - {"volunteers_editline"},
    "roster_apply": {AUDIT, ROSTER, "volunteers_volunteer"},
    "roster_abandon": {AUDIT, ROSTER},
    "roster_undo": {AUDIT, ROSTER, "volunteers_volunteer"},
    **dict.fromkeys(("claim_release",), {AUDIT, "volunteers_claim", "volunteers_volunteer"}),
    **dict.fromkeys(("claim_keep", "claim_withdraw", "claim_decide"), {AUDIT, "volunteers_claim"}),
}
