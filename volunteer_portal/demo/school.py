"""Loading the synthetic school into an empty database."""

import random
import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from campaigns.deadlines import OFFICE_TIME
from campaigns.models import Campaign
from campaigns.opening import make_current
from projects.codes import AUDIENCES, SERVICE_CATEGORIES
from projects.models import Project
from reports.quota import Quota
from units.models import StaffContact, Team, TeamReview, Unit, UnitYear
from volunteer_portal.demo.handing_in import Hands, hand_in
from volunteer_portal.demo.history import write_history
from volunteer_portal.demo.people import DemoPerson, people
from volunteer_portal.demo.scenarios import SCENARIOS, SCHOOL, DemoUnit, Scenario, demo_units, team_name
from volunteers.encryption import encrypt_many, fingerprint, phone_fingerprint
from volunteers.identifiers import DocumentType, person_key
from volunteers.models import Volunteer

BATCH = 2000
ACTS = (
    "小课堂", "清河行动", "手机课", "图书漂流", "急救一分钟", "送衣到山村", "法律小站", "迎新引路", "健康义诊",
    "旧衣新生", "共读时光", "电脑医生", "节水小队", "禁毒宣讲", "护鸟巡查", "陪伴成长", "方言记录",
    "足球少年", "古树建档",
)  # fmt: skip
PLACES = (
    "桐柏社区",
    "大学路",
    "贾鲁河畔",
    "嵩山脚下",
    "北站",
    "碧沙岗",
    "中原福塔",
    "龙子湖",
    "索须河",
    "伏牛路",
    "黄河滩",
    "二七塔下",
)
WEAK_NAMES = {17: "志愿服务活动", 33: "龙子湖的小课堂", 49: "第二期志愿服务"}


def open_campaign(today: date, at: datetime) -> Campaign:
    """This year's campaign, due in nine days."""
    campaign = Campaign(
        year=today.year,
        school_name=SCHOOL,
        electronic_due_on=today + timedelta(days=9),
        paper_due_on=today + timedelta(days=15),
        liaison_chain=f"河南省志愿服务联合会\n省直志愿服务总队\n{SCHOOL}志愿服务队",
        mailbox="wenmingban@example.com",
    )
    return make_current(campaign, by=None, at=at)


@transaction.atomic
def load_school(people_count: int, unit_count: int, seed: int, at: datetime) -> Campaign:
    """A campaign with units of every kind and state and so many people."""
    chance, today = random.Random(seed), at.astimezone(OFFICE_TIME).date()  # noqa: S311 – a synthetic school, nothing secret
    campaign = open_campaign(today, at)
    units = demo_units(unit_count)
    hands = Hands(
        contact=User.objects.create(
            username="demo-contacts", name="各单位联系人", role=User.Role.CONTACT, is_active=False
        ),
        office=User.objects.create(username="demo-office", name="校文明办", role=User.Role.REVIEWER, is_active=False),
    )
    scenarios = [SCENARIOS[place % len(SCENARIOS)] for place in range(len(units))]
    weights = [unit.weight * scenario.has_people for unit, scenario in zip(units, scenarios, strict=True)]
    given, first = 0, 1
    for position, (unit, scenario) in enumerate(zip(units, scenarios, strict=True), 1):
        given += weights[position - 1]
        last = people_count * given // (sum(weights) or 1)
        unit_year = add_unit(campaign, unit, position, scenario, today, hands.contact)
        listed = list(people(chance, first, last - first + 1, has_students=unit.has_students))
        first = last + 1
        fill_unit(unit_year, listed, scenario, chance, at)
        if scenario.team:
            add_team(unit_year, scenario.team, hands, at)
    hand_in(campaign, hands, at)
    write_history(campaign, today)
    record("demo-loaded", campaign, by=None, at=at, people=people_count, units=unit_count, seed=seed)
    return campaign


def add_unit(
    campaign: Campaign, unit: DemoUnit, position: int, scenario: Scenario, today: date, contact: User
) -> UnitYear:
    """A line of Attachment 1."""
    row = Unit.objects.create(code=unit.code)
    StaffContact.objects.create(unit=row, user=contact, since=today)
    extended = campaign.electronic_due_on + timedelta(days=scenario.extension_days) if scenario.extension_days else None
    short = unit.name.removesuffix("直属党支部").removesuffix("党总支").removesuffix("党委")
    return UnitYear.objects.create(
        campaign=campaign,
        unit=row,
        position=position,
        name=unit.name,
        short_names=short,
        kind=unit.kind,
        is_college="学院" in unit.name,
        has_students=unit.has_students,
        standard_name=team_name(unit),
        waiver_reason=scenario.waiver,
        extended_until=extended,
        extension_reason="外出实习" if extended else "",
    )


def fill_unit(
    unit_year: UnitYear, listed: list[DemoPerson], scenario: Scenario, chance: random.Random, at: datetime
) -> None:
    """Head counts, people and projects as far as the unit's situation has them."""
    counted = [person for person in listed if person.category != "other"]
    if scenario.head_count:
        unit_year.staff = sum(person.category == "staff" for person in counted)
        unit_year.students = len(counted) - unit_year.staff
        unit_year.party_members = sum(person.is_party_member for person in counted)
        unit_year.counted_on, unit_year.count_source, unit_year.count_set_at = at.date(), "人事处、学生处", at
        unit_year.count_confirmed_at = at if scenario.head_count == "confirmed" else None
        unit_year.save()
    if scenario.has_people:
        add_people(unit_year, listed, registered_of(counted, scenario, chance), chance, at)
    add_projects(unit_year, scenario.projects, at.date())


def registered_of(counted: list[DemoPerson], scenario: Scenario, chance: random.Random) -> set[str]:
    """Who of the unit is registered: party members first, then others by chance, as many as the situation says."""
    party = [person for person in counted if person.is_party_member]
    others = [person for person in counted if not person.is_party_member]
    percent = int(scenario.registered * 100)
    wanted = (Quota(0, len(counted), percent).needed or 0) - scenario.one_short
    chance.shuffle(others)
    first = party[: max(0, len(party) - scenario.party_missing)]
    return {person.document_number for person in (first + others)[: max(wanted, len(first))]}


def add_people(
    unit_year: UnitYear, listed: list[DemoPerson], registered: set[str], chance: random.Random, at: datetime
) -> None:
    """The unit's roster."""
    for start in range(0, len(listed), BATCH):
        batch = [
            (uuid.UUID(int=chance.getrandbits(128), version=4), person) for person in listed[start : start + BATCH]
        ]
        documents = encrypt_many(
            (person.document_number, Volunteer.seal_context("document_number", key)) for key, person in batch
        )
        phones = encrypt_many((person.phone, Volunteer.seal_context("phone", key)) for key, person in batch)
        Volunteer.objects.bulk_create(
            volunteer(unit_year, key, person, document, phone, standing(person, registered, at))
            for (key, person), document, phone in zip(batch, documents, phones, strict=True)
        )


def volunteer(
    unit_year: UnitYear, key: uuid.UUID, person: DemoPerson, document: bytes, phone: bytes, facts: dict[str, Any]
) -> Volunteer:
    """One row of the roster."""
    return Volunteer(
        id=key,
        campaign_id=unit_year.campaign_id,
        unit_year=unit_year,
        name=person.name,
        sex=person.sex,
        category=person.category,
        school_number=person.school_number,
        politics=person.politics,
        department=person.department,
        document_type=person.document_type,
        document_number_sealed=document,
        fingerprint=fingerprint(person_key(DocumentType(person.document_type), person.document_number)),
        phone_sealed=phone,
        phone_fingerprint=phone_fingerprint(person.phone),
        **facts,
    )


def standing(person: DemoPerson, registered: set[str], at: datetime) -> dict[str, Any]:
    """How far a person is: most of the registered have joined, of the others some are being verified or declined."""
    status, last_digits = Volunteer.Status, int(person.school_number[-2:])
    day = at.astimezone(OFFICE_TIME).date()
    if person.document_number in registered:
        joined = status.JOINED if last_digits % 10 < 8 else status.REGISTERED
        known_since = day - timedelta(days=last_digits % 40)
        return {"status": joined, "volunteer_number": person.volunteer_number, "registered_on": known_since}
    if last_digits % 9 == 4:
        return {"status": status.PENDING, "pending_since": day - timedelta(days=last_digits % 6)}
    return {"status": status.DECLINED if last_digits % 20 == 7 else status.UNREGISTERED}


def add_team(unit_year: UnitYear, state: str, hands: Hands, at: datetime) -> None:
    """A filed team with its history; every other one that waits has one character too many in its name."""
    is_slip = state == "filed" and unit_year.position % 2 == 0
    registered_name = unit_year.standard_name.replace("志愿服务队", "志愿者服务队" if is_slip else "志愿服务队")
    chain, day = "\n".join(unit_year.campaign.chain), at.date() - timedelta(days=40)
    team = Team.objects.create(
        unit_year=unit_year,
        state=state,
        registered_name=registered_name,
        liaison_code=f"4199{unit_year.position:06d}",
        liaison_chain=chain,
        registration_status=unit_year.campaign.registration_status,
        contact_name="王志远",
        contact_is_staff=True,
        contact_phone=f"1990000{unit_year.position:04d}",
        contact_email=f"{unit_year.unit.code}@example.com",
        registered_on=day,
    )
    TeamReview.objects.create(team=team, decision="filed", version=1, by=hands.contact, at=at - timedelta(days=2))
    if state in ("approved", "returned"):
        reason = "上级联络组织填写不完整" if state == "returned" else ""
        fields, day_before = ["liaison_chain"] if state == "returned" else [], at - timedelta(days=1)
        TeamReview.objects.create(
            team=team,
            decision=state,
            version=1,
            reason=reason,
            fields=fields,
            facts=team.snapshot,
            by=hands.office,
            at=day_before,
            released_at=day_before,
            told_at=day_before,
        )


def add_projects(unit_year: UnitYear, count: int, today: date) -> None:
    """So many published projects."""
    categories, audiences = list(SERVICE_CATEGORIES), list(AUDIENCES)
    Project.objects.bulk_create(
        Project(
            unit_year=unit_year,
            name=project_name(unit_year.position * 8 + number),
            categories=[categories[(unit_year.position + number) % 20]],
            audiences=[audiences[number % 10]],
            starts_on=today - timedelta(days=60),
            ends_on=today + timedelta(days=120),
            place="郑州市",
            places_offered=20 + number,
            contact_name="王志远",
            contact_phone=f"1990000{unit_year.position:04d}",
            description="每周六上午，与社区共同开展。",
        )
        for number in range(count)
    )


def project_name(serial: int) -> str:
    """Mostly striking names; a few that the name coach has something to say about."""
    return WEAK_NAMES.get(serial) or PLACES[serial % len(PLACES)] + ACTS[serial % len(ACTS)]
