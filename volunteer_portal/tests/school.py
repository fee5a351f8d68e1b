"""A small school for tests: plain functions that each store one thing, with a default for all that does not matter."""

import uuid
import zlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone

from accounts.models import User
from accounts.second_factor import is_required
from campaigns.models import Campaign
from jobs.models import Job
from projects.models import Project
from reports.models import Submission
from reports.submissions import submit
from units.models import StaffContact, Team, TeamReview, Unit, UnitYear
from volunteer_portal.demo.people import document_number
from volunteers.encryption import encrypt, encrypt_bytes, fingerprint, phone_fingerprint
from volunteers.identifiers import DocumentType, person_key
from volunteers.models import RosterImport, Volunteer
from volunteers.roster.change_lists import change_lists
from volunteers.roster.examining import Examined, compare_people, packed
from volunteers.roster.person import Person
from volunteers.roster.reporting import report_of

PASSWORD = "四月的雨 2026"
CHAIN = "河南省志愿服务联合会\n省直志愿服务总队\n试验大学志愿服务队"


def stored_campaign(**facts: Any) -> Campaign:
    """This year's campaign, due in nine days."""
    today = timezone.localdate()
    usual = {
        "year": today.year, "is_current": True, "school_name": "试验大学", "liaison_chain": CHAIN,
        "mailbox": "office@example.com",
        "electronic_due_on": today + timedelta(days=9), "paper_due_on": today + timedelta(days=15),
    }  # fmt: skip
    return Campaign.objects.create(**{**usual, **facts})


def stored_unit(campaign: Campaign, code: str = "cs", name: str = "计算机学院", **facts: Any) -> UnitYear:
    """A unit and its line of Attachment 1, without a head count."""
    usual = {"position": 1, "name": f"{name}党委", "short_names": name, "standard_name": f"试验大学{name}志愿服务队"}
    return UnitYear.objects.create(campaign=campaign, unit=Unit.objects.create(code=code), **{**usual, **facts})


def stored_account(username: str, role: str = User.Role.CONTACT, **facts: Any) -> User:
    """An account: the password all have here unless another is given, a second factor where one is needed."""
    password = facts.pop("password", PASSWORD)
    user = User.objects.create_user(username, password, role=role, **{"name": f"用户{username}", **facts})
    if is_required(user):
        second_factor(user)
    return user


def second_factor(user: User) -> None:
    """An authenticator app, and recovery codes that were looked at."""
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user).mark_as_viewed()


def stored_contact(unit_year: UnitYear, username: str, *, until: date | None = None, **facts: Any) -> User:
    """An account that works, or until that day worked, for the unit."""
    user = stored_account(username, **facts)
    StaffContact.objects.create(unit=unit_year.unit, user=user, since=date(2020, 1, 1), until=until)
    return user


def head_count(unit_year: UnitYear, staff: int = 2, students: int = 3, party_members: int = 1) -> UnitYear:
    """The unit with its numbers, confirmed by nobody yet."""
    unit_year.staff, unit_year.students, unit_year.party_members = staff, students, party_members
    unit_year.counted_on, unit_year.count_source, unit_year.count_set_at = (
        timezone.localdate(),
        "人事处",
        timezone.now(),
    )
    unit_year.save()
    return unit_year


def stored_team(unit_year: UnitYear, state: str = Team.State.APPROVED, **facts: Any) -> Team:
    """The unit's team with its history."""
    usual = {
        "registered_name": unit_year.standard_name, "liaison_code": f"LX-{unit_year.unit.code}-01",
        "liaison_chain": CHAIN,
        "registration_status": unit_year.campaign.registration_status, "contact_name": "司空联系",
        "contact_is_staff": True,
        "contact_phone": "0371-67780000",
        "contact_email": f"{unit_year.unit.code}@example.com", "registered_on": date(2020, 3, 5),
    }  # fmt: skip
    team = Team.objects.create(unit_year=unit_year, state=state, **{**usual, **facts})
    TeamReview.objects.create(team=team, decision=TeamReview.Decision.FILED, version=team.version, at=timezone.now())
    return team


def stored_project(unit_year: UnitYear, name: str = "晨光课堂", **facts: Any) -> Project:
    """A published project."""
    usual = {
        "categories": ["0003"], "audiences": ["01"], "starts_on": date(2020, 3, 1), "ends_on": date(2099, 12, 31),
        "place": "郑州市",
        "places_offered": 20, "contact_name": "司空联系", "contact_phone": "0371-67780000",
    }  # fmt: skip
    return Project.objects.create(unit_year=unit_year, name=name, **{**usual, **facts})


def on_a_roster(serial: int, **facts: Any) -> Person:
    """A person as a roster tells of one: a registered student unless said otherwise; equal serials, the same person."""
    usual = {
        "row": serial, "name": f"慕容第{serial}", "sex": "", "category": "student",
        "school_number": f"XH{serial:08d}", "politics": "03", "department": "",
        "document_type": DocumentType.RESIDENT_ID, "document_number": document_number(serial),
        "phone": f"1378{serial:07d}",
        "volunteer_number": f"V4199002601{serial:06d}A", "unit": "", "status": "registered", "joined_on": None,
        "remark": "",
    }  # fmt: skip
    return Person(**{**usual, **facts})


def stored_person(unit_year: UnitYear, person: Person) -> Volunteer:
    """A person of the unit, with sealed numbers."""
    stored = Volunteer(
        campaign=unit_year.campaign, unit_year=unit_year, name=person.name, sex=person.sex, category=person.category,
        school_number=person.school_number, politics=person.politics, department=person.department,
        document_type=person.document_type.value,
        fingerprint=fingerprint(person_key(person.document_type, person.document_number)),
        volunteer_number=person.volunteer_number, status=person.status, joined_on=person.joined_on,
        remark=person.remark,
    )  # fmt: skip
    stored.document_number_sealed = encrypt(
        person.document_number, Volunteer.seal_context("document_number", stored.pk)
    )
    stored.phone_sealed = encrypt(person.phone, Volunteer.seal_context("phone", stored.pk)) if person.phone else b""
    stored.phone_fingerprint = phone_fingerprint(person.phone)
    stored.save()
    return stored


def checked_roster(
    campaign: Campaign, unit_year: UnitYear | None, people: list[Person], by: User | None = None
) -> RosterImport:
    """A roster that was read and waits for its sender's word; without a unit one of the whole school."""
    examined = Examined(people, compare_people(people, campaign, unit_year), rows=len(people))
    roster = RosterImport(
        campaign=campaign, unit_year=unit_year, state=RosterImport.State.CHECKED, file_name="名单.xlsx",
        digest="0" * 64,
        report=report_of(examined), by=by, at=timezone.now(),
    )  # fmt: skip
    roster.staged_sealed = encrypt_bytes(zlib.compress(packed(people)), f"roster_import.staged:{roster.pk}")
    roster.keep("changes", change_lists(examined.changes))
    roster.save()
    return roster


def stored_job(by: User, subject: uuid.UUID | None = None, **facts: Any) -> Job:
    """A job that waits for the worker."""
    return Job.objects.create(
        kind="read-roster", subject=str(subject or uuid.uuid4()), by=by, asked_at=timezone.now(), **facts
    )


@dataclass(frozen=True, slots=True)
class Furnished:
    """A unit with everything a unit can have."""

    unit_year: UnitYear
    contact: User
    people: list[Person]
    team: Team
    projects: list[Project]
    roster: RosterImport
    job: Job
    submission: Submission

    @property
    def code(self) -> str:
        """What stands in its addresses."""
        return self.unit_year.unit.code


def furnished_unit(campaign: Campaign, code: str, name: str, first: int, surname: str, position: int = 1) -> Furnished:
    """Five registered people (one in the party), an approved team, four projects, a hand-in, a roster with a newcomer.

    `first` is the serial number of its first person, `surname` begins all their names: so leaks are recognised.
    """
    unit_year = head_count(stored_unit(campaign, code, name, position=position))
    contact = stored_contact(unit_year, f"{code}-contact")
    people = [
        on_a_roster(serial, name=surname + word, category=category, politics=politics)
        for serial, word, category, politics in zip(
            range(first, first + 6),
            "甲乙丙丁戊己",
            ["staff", "staff", *["student"] * 4],
            ["01", "13", *["03"] * 4],
            strict=True,
        )
    ]
    for person in people[:5]:
        stored_person(unit_year, person)
    team = stored_team(unit_year, contact_name=f"{surname}联", contact_phone=f"0371-6778{first:04d}")
    projects = [
        stored_project(unit_year, f"{name}{word}计划", contact_name=team.contact_name)
        for word in ("晨光", "暖冬", "银龄", "护河")
    ]
    roster = checked_roster(campaign, unit_year, people, by=contact)
    handed_in = submit(unit_year, explanation="", by=contact, at=timezone.now())
    Job.objects.filter(subject=str(handed_in.pk)).delete()  # drawing and mail are no matter of most tests
    job = stored_job(contact, roster.pk, state=Job.State.DONE)
    return Furnished(unit_year, contact, people, team, projects, roster, job, handed_in)


@dataclass(frozen=True, slots=True)
class School:
    """Two units that must never see one another, and the people who work with the portal."""

    campaign: Campaign
    ours: Furnished
    theirs: Furnished
    whole_roster: RosterImport
    accounts: dict[str, User] = field(default_factory=dict)


def two_units() -> School:
    """What most tests need; contact (ours), neighbour (theirs), former, locked, reviewer, administrator, auditor."""
    campaign = stored_campaign()
    ours = furnished_unit(campaign, "cs", "计算机学院", 1001, "令狐")
    theirs = furnished_unit(campaign, "law", "法学院", 2001, "慕容", position=2)
    newcomers = [on_a_roster(3001, name="万俟辛", unit="cs"), on_a_roster(3002, name="万俟壬", unit="law")]
    accounts = {
        "contact": ours.contact,
        "neighbour": theirs.contact,
        "former": stored_contact(ours.unit_year, "former", until=timezone.localdate()),
        "locked": stored_contact(ours.unit_year, "locked", is_active=False),
        "reviewer": stored_account("reviewer", User.Role.REVIEWER),
        "administrator": stored_account("administrator", User.Role.ADMINISTRATOR),
        "auditor": stored_account("auditor", User.Role.AUDITOR),
    }
    return School(campaign, ours, theirs, checked_roster(campaign, None, newcomers), accounts)
