"""What the matrix fills in at each address: forms that would be accepted, what has to be so first, what they write."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from campaigns.models import Campaign
from projects.import_views import kind
from projects.models import Project
from reports.paper.checking import code_of
from reports.paper.receiving import receive_paper
from reports.purging import words_of
from units.models import Team, TeamReview, UnitYear
from units.table_import import sealed_rows
from volunteer_portal.tests.addresses import DECISION, first_person
from volunteer_portal.tests.school import CHAIN, Furnished, School
from volunteers.encryption import encrypt_bytes
from volunteers.models import RosterImport, Volunteer
from volunteers.person_forms import PersonForm
from volunteers.roster.importing import apply_import

LAST_YEARS = 900_000_001
REASON = "签字盖章的纸质表"


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
    "attachment_complete": lambda unit: {"reason": REASON, "drawing": "xlsx"},
    "school_export": lambda unit: {"drawing": "sheets", "clear": "on", "reason": REASON},
    "head_count": head_count_form,
    "head_count_confirm": lambda unit: {"seen": unit.unit_year.numbers},
    "head_count_ask": lambda unit: {"question": "含非全日制学生吗？"},
    "extend_deadline": lambda unit: {"until": "2099-12-31", "reason": "外出实习"},
    "unit_edit": line_form,
    "reminders": lambda unit: {"units": [unit.code]},
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
    "volunteer_search": lambda unit: {"words": unit.people[0].name[-1]},  # each unit has somebody of this name
    "volunteer_bulk": lambda unit: {"people": [first_person(unit).pk], "action": "joined"},
    "volunteer_edit": person_form,
    "volunteer_reveal": lambda unit: {"reason": REASON},
    "volunteer_transfer": lambda unit: {"unit": another_unit(unit).pk, "reason": REASON},
    "campaign_purge": lambda unit: {"words": words_of(Campaign(year=2019))},
    "data_request": lambda unit: {"kind": "correction", "wish": "姓名写错了"},
    "data_request_decide": lambda unit: {"decision": "grant", "answer": "已删除本人信息"},
    "contacts": lambda unit: {"name": "继任", "email": "next@example.com"},
    "submission": lambda unit: {"explanation": "学生正在外地实习"},
    "submission_complete": lambda unit: {"reason": REASON, "drawing": "xlsx"},
    "paper_ledger": lambda unit: {"code": code_of(unit.submission)},
    "search": lambda unit: {"words": unit.people[0].document_number},
    "preferences": lambda unit: {"language": "en", "next": "/"},
}


def file_again(unit: Furnished) -> None:
    """The team waits for the office once more."""
    Team.objects.filter(pk=unit.team.pk).update(state=Team.State.FILED)


def be_decided(unit: Furnished) -> None:
    """The team was just approved, and the decision is still in the outbox."""
    TeamReview.objects.create(pk=DECISION, team=unit.team, decision="approved", version=1, at=timezone.now())


def be_returned(unit: Furnished) -> None:
    """The unit has something to mend."""
    Team.objects.filter(pk=unit.team.pk).update(state=Team.State.RETURNED)


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


def with_file(unit: Furnished) -> RosterImport:
    """The unit's roster with its file, in which one person stands."""
    roster, person = RosterImport.objects.get(pk=unit.roster.pk), unit.people[0]
    content = f"姓名,证件号码,人员类别\n{person.name},{person.document_number},本科生\n".encode()
    roster.upload_sealed, roster.file_name = encrypt_bytes(content, f"roster_import.upload:{roster.pk}"), "名单.csv"
    roster.save()
    return roster


def keep_file(unit: Furnished) -> None:
    """The unit's roster still has its file."""
    with_file(unit)


def ask_for_columns(unit: Furnished) -> None:
    """Nobody knows yet which column of the file is which."""
    roster = with_file(unit)
    asked: list[dict[str, object]] = [{"label": label, "samples": [], "guess": ""} for label in ("甲", "乙", "丙")]
    roster.keep("mending", {"to_name": {"header_row": 1, "headless": False, "columns": asked}})
    roster.save()


def said_before(unit: Furnished) -> None:
    """The contact said once what a header means."""
    RosterImport.objects.filter(pk=unit.roster.pk).update(columns_said={"words": {"甲": "name"}, "headless": False})


def bring_paper(unit: Furnished) -> None:
    """The unit's signed paper is at the office."""
    receive_paper(unit.submission, by=None, at=timezone.now())


# What has to be so before a form at this address can be accepted.
BEFORE: Mapping[str, Callable[[Furnished], None]] = {
    "reminders": be_returned,
    **dict.fromkeys(("team_review", "cockpit_decide", "cockpit_approve_clean"), file_again),
    "cockpit_undo": be_decided,
    "submission": change_a_project,
    "projects_copy": had_a_project_last_year,
    "roster_undo": take_over,
    **dict.fromkeys(("roster_row", "roster_file_back"), keep_file),
    "roster_columns": ask_for_columns,
    "roster_columns_forget": said_before,
    "paper_undo": bring_paper,
}

def lose_their_numbers(school: School) -> None:
    """In each unit somebody has yet to register."""
    for unit in (school.ours, school.theirs):
        Volunteer.objects.filter(pk=first_person(unit).pk).update(status="unregistered", volunteer_number="")


def change_since(school: School) -> None:
    """Both units changed something since they handed in."""
    Volunteer.objects.update(remark="转专业")


# What has to be so before anybody looks at this address, so that there is something to see.
LOOKED_AT: Mapping[str, Callable[[School], None]] = {
    **dict.fromkeys(("missing", "missing_xlsx"), lose_their_numbers),
    **dict.fromkeys(("my_unit", "submission", "submission_changes"), change_since),
}

AUDIT, ROSTER, INVITATION = "accounts_auditentry", "volunteers_rosterimport", "units_contactinvitation"
BY_HAND = {AUDIT, "volunteers_edit", "volunteers_editline", "volunteers_volunteer"}
# The tables an accepted form writes to.
WRITES: Mapping[str, set[str]] = {
    "submission": {AUDIT, "reports_submission", "jobs_job"},
    **dict.fromkeys(("paper_receive", "paper_undo"), {AUDIT, "reports_submission"}),
    **dict.fromkeys(("attachment_complete", "submission_complete"), {AUDIT}),
    "preferences": {"accounts_user"},
    "export_fetch": {AUDIT, "reports_exportfile"},
    "export_approve": {AUDIT, "reports_exportfile", "jobs_job"},
    "school_export": {AUDIT, "reports_exportfile", "jobs_job"},
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
    "reminders": {AUDIT, "reports_reminder", "jobs_job"},
    "restructuring_undo": {AUDIT, "units_restructuring"},
    "roster_upload": {AUDIT, ROSTER, "jobs_job"},
    "roster_columns": {AUDIT, ROSTER, "jobs_job"},
    "roster_columns_forget": {AUDIT, ROSTER},
    "volunteer_bulk": BY_HAND,
    "volunteer_edit": BY_HAND,
    "volunteer_remove": BY_HAND | {"volunteers_claim", "volunteers_datarequest"},
    "volunteer_transfer": BY_HAND,
    "edit_undo": BY_HAND,
    "campaign_purge": {AUDIT, "reports_campaignpurge", "jobs_job"},
    "data_request": {AUDIT, "volunteers_datarequest"},
    "data_request_decide": {AUDIT, "volunteers_datarequest"},
    "roster_apply": {AUDIT, ROSTER, "volunteers_volunteer"},
    "roster_abandon": {AUDIT, ROSTER},
    "roster_undo": {AUDIT, ROSTER, "volunteers_claim", "volunteers_volunteer"},
    "claim_release": {AUDIT, "volunteers_claim", "volunteers_volunteer"},
    "mfa_generate_recovery_codes": {"mfa_authenticator"},
    "mfa_deactivate_totp": {AUDIT, "mfa_authenticator"},
    **dict.fromkeys(("claim_keep", "claim_withdraw", "claim_decide"), {AUDIT, "volunteers_claim"}),
}
