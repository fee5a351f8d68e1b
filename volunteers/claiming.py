"""One person in two units: asked, answered, decided; neither sees the other's roster (DOMAIN 8.8)."""

import json
import uuid
from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from units.models import UnitYear
from volunteers.encryption import encrypt
from volunteers.models import Claim, RosterImport, Volunteer
from volunteers.roster.changes import Held, differences
from volunteers.roster.known import facts_of
from volunteers.roster.writing import DERIVED, PLAIN, volunteers_with

ASKED_AT_MOST = 100
STATE = Claim.State


def claims_for(held: Collection[Held], received: RosterImport, *, by: User | None, at: datetime) -> list[Claim]:
    """A claim for each held person not asked for yet; none at all when a whole other roster seems to be claimed."""
    if not held or len(held) > ASKED_AT_MOST:
        return []
    units = {row.unit.code: row.pk for row in UnitYear.objects.for_campaign(received.campaign).select_related("unit")}
    asked = set(Claim.objects.unsettled().filter(campaign=received.campaign).values_list("unit_year_id", "fingerprint"))
    claims = []
    for one in held:
        facts, unit = dict(one.incoming.facts), units[one.incoming.unit]
        if (unit, one.incoming.fingerprint) in asked:
            continue
        claim = Claim(campaign_id=received.campaign_id, unit_year_id=unit, fingerprint=one.incoming.fingerprint)
        claim.holder_id, claim.roster_import_id, claim.by, claim.at = uuid.UUID(one.known.key), received.pk, by, at
        claim.category, claim.politics = facts["category"], facts.get("politics", "")
        claim.status = facts.get("status") or Volunteer.Status.UNREGISTERED.value
        claim.facts_sealed = encrypt(json.dumps(facts, ensure_ascii=False), f"claim.facts:{claim.pk}")
        claims.append(claim)
    return claims


def claims_waiting(unit_year: UnitYear) -> int:
    """How many claims a unit raised, or has to answer, that nobody has decided."""
    return Claim.objects.unsettled().touching(unit_year).count()


@transaction.atomic
def release_claim(claim: Claim, *, by: User, at: datetime) -> Claim:
    """The listing unit gives the person to the asking one."""
    holder = listed(claim)
    holder.unit_year.check_open(by=by, at=at)
    return settle(claim, STATE.RELEASED, unit=holder.unit_year, moves=True, by=by, at=at)


@transaction.atomic
def keep_claim(claim: Claim, *, by: User, at: datetime) -> Claim:
    """The listing unit says the person is theirs: then the office decides."""
    holder = listed(claim)
    holder.unit_year.check_open(by=by, at=at)
    if not Claim.objects.filter(pk=claim.pk, state=STATE.OPEN).update(state=STATE.KEPT):
        raise settled_already()
    record("claim-kept", claim, unit=holder.unit_year.unit.code, by=by, at=at)
    claim.state = STATE.KEPT
    return claim


@transaction.atomic
def withdraw_claim(claim: Claim, *, by: User, at: datetime) -> Claim:
    """The asking unit no longer wants the person."""
    claim.unit_year.check_open(by=by, at=at)
    return settle(claim, STATE.WITHDRAWN, unit=claim.unit_year, moves=False, by=by, at=at)


@transaction.atomic
def decide_claim(claim: Claim, *, moves: bool, by: User, at: datetime) -> Claim:
    """The office says which unit the person belongs to."""
    holder = listed(claim)
    return settle(claim, STATE.MOVED if moves else STATE.STAYS, unit=holder.unit_year, moves=moves, by=by, at=at)


def listed(claim: Claim) -> Volunteer:
    """The person as the other unit lists them; refused when nobody lists them any more."""
    if claim.holder is None:
        sentence = _("The person is no longer listed by another unit. The asking unit can upload its roster again.")
        raise ValidationError(sentence, code="claim-free")
    return claim.holder


def settle(claim: Claim, state: Claim.State, *, unit: UnitYear, moves: bool, by: User, at: datetime) -> Claim:
    """Close a claim; the person moves with everything known of them, and what the asking roster says comes on top."""
    facts = claim.clear_facts()
    closed = Claim.objects.unsettled().filter(pk=claim.pk)
    if not closed.update(state=state, settled_by=by, settled_at=at, facts_sealed=b""):
        raise settled_already()
    if moves:
        move(listed(claim), claim.unit_year, facts)
    detail = {"to": claim.unit_year.unit.code} if moves else {}
    record(f"claim-{state.value}", claim, unit=unit.unit.code, by=by, at=at, **detail)
    claim.state, claim.settled_by, claim.settled_at = state, by, at
    return claim


def settled_already() -> ValidationError:
    """Somebody was quicker."""
    return ValidationError(_("This was settled in the meantime."), code="claim-settled")


def move(person: Volunteer, unit_year: UnitYear, stated: dict[str, str]) -> None:
    """Set the person's unit and what its roster states; a volunteer number somebody else has is left out."""
    number = stated.get("volunteer_number", "")
    others = Volunteer.objects.filter(campaign=person.campaign_id).exclude(pk=person.pk)
    if number and others.numbered().filter(volunteer_number=number).exists():
        del stated["volunteer_number"]
    known = {**facts_of(person), "joined_on": "", "department": ""}
    if known["status"] == Volunteer.Status.JOINED:
        known["status"] = Volunteer.Status.REGISTERED.value  # it was the other unit's team
    volunteers_with([(person, {**known, **{key: new for key, (_old, new) in differences(known, stated).items()}})])
    facts = {name: getattr(person, name) for name in (*PLAIN, *DERIVED)}
    if not person.change(unit_year=unit_year, **facts):
        sentence = _("Somebody changed this person at this very moment. Look again.")
        raise ValidationError(sentence, code="person-changed")
