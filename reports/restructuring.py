"""The re-organisation desk acts: renames, merges, splits, closes, and takes it back (DOMAIN 8.7)."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import AuditEntry, User
from accounts.sessions import end_sessions
from campaigns.models import Campaign
from campaigns.sentences import sentence_of
from jobs.running import enqueue
from projects.models import Project
from reports.restructuring_ledger import Ledger, built_upon, take_back
from reports.restructuring_states import plan_for
from units.attachment1_columns import kind_of
from units.models import ContactInvitation, Restructuring, StaffContact, Team, TeamReview, Unit, UnitYear
from units.restructuring import COUNTS, Order, Plan
from units.review import NOTICE
from volunteers.models import Volunteer

# Acts that only look: whatever else was recorded since builds on a re-organisation.
HARMLESS = (
    "export-started",
    "export-finished",
    "export-fetched",
    "numbers-revealed",
    "roster-row-shown",
    "roster-file-back",
)
# Acts on the whole school, recorded without a unit, that may have touched any of them.
ON_EVERYONE = ("roster-applied", "roster-undone", "units-imported")
RENAMED = "规范名称已变更，请更名后重新填报"
SUM = "合并前各单位人数之和"


@transaction.atomic
def reorganise(order: Order, *, seen: str, basis: str, by: User | None, at: datetime) -> Restructuring:
    """Carry an order out exactly as its preview, known by the digest `seen`, showed it; refused if a blocker stands."""
    campaign = Campaign.objects.current()
    named = UnitYear.objects.for_campaign(campaign).filter(unit__code__in=[order.unit, *order.absorbed])
    rows = named.select_related("unit").select_for_update(of=("self",))
    units = {unit_year.unit.code: unit_year for unit_year in rows}
    found = plan_for(order, campaign, localdate(at))
    if found.blockers:
        raise ValidationError([ValidationError(sentence_of(each), code=each.code) for each in found.blockers])
    if found.digest != seen:
        raise ValidationError(
            _("Something changed since this preview was made. Nothing was done yet: look at the new one below."),
            code="preview-old",
        )
    done, ledger = Restructuring(campaign=campaign, kind=order.kind, effective_on=order.effective_on), Ledger()
    ACTS[order.kind](ledger, found, units, by, at)
    done.basis, done.by, done.at = basis.strip(), by, at
    done.lines, done.changes = [asdict(line) for line in found.lines], ledger.entries
    done.full_clean()
    done.save()
    codes = [line.code for line in found.lines]
    entry = record(f"unit-{order.kind}", done, unit=order.unit, reason=done.basis, by=by, at=at, units=codes)
    Restructuring.objects.filter(pk=done.pk).update(trail_from=entry.pk)
    end_sessions(touched_accounts(ledger.entries))
    done.refresh_from_db()
    return done


def rename(ledger: Ledger, found: Plan, units: dict[str, UnitYear], by: User | None, at: datetime) -> None:
    """The unit takes its new names; a team filed under the old one goes back to it."""
    unit_year = units[found.order.unit]
    if found.lines[0].new_team != found.lines[0].old_team:
        send_team_back(ledger, unit_year, by, at)
    ledger.change(UnitYear.objects.filter(pk=unit_year.pk), **found.facts)


def merge(ledger: Ledger, found: Plan, units: dict[str, UnitYear], by: User | None, at: datetime) -> None:
    """The absorbed units close; people, projects and contacts go to the one that takes over."""
    target, absorbed = units[found.order.unit], [units[code] for code in found.order.absorbed]
    keys = [unit_year.pk for unit_year in absorbed]
    ledger.change(UnitYear.objects.filter(pk__in=keys), closed_on=found.order.effective_on)
    rename(ledger, found, units, by, at)
    has_counts = found.facts[COUNTS[0]] is not None
    ledger.change(
        UnitYear.objects.filter(pk=target.pk),
        counted_on=localdate(at) if has_counts else None,
        count_source=SUM if has_counts else "",
        count_set_by_id=by.pk if by and has_counts else None,
        count_set_at=at if has_counts else None,
        **UNCONFIRMED,
    )
    ledger.change(Volunteer.objects.filter(unit_year__in=keys), unit_year_id=target.pk)
    ledger.change(Project.objects.filter(unit_year__in=keys), unit_year_id=target.pk)
    for user in end_contacts(ledger, absorbed, at):
        if not StaffContact.objects.in_charge().filter(unit=target.unit, user=user).exists():
            ledger.add(StaffContact(unit=target.unit, user_id=user, since=localdate(at)))


def split(ledger: Ledger, found: Plan, units: dict[str, UnitYear], by: User | None, at: datetime) -> None:
    """A new unit is listed after the old one; the chosen people and projects go over."""
    old, order = units[found.order.unit], found.order
    unit = Unit(code=order.code)
    ledger.add(unit)
    new = UnitYear(
        campaign_id=old.campaign_id,
        unit=unit,
        position=old.position,
        name=order.name,
        kind=kind_of(order.name, "") or old.kind,
        is_college="学院" in order.name,
        has_students=order.has_students,
        standard_name=order.standard_name,
        former_name=old.standard_name,
    )
    ledger.add(new)
    ledger.change(UnitYear.objects.filter(pk=old.pk), **UNCONFIRMED)
    people = Volunteer.objects.filter(unit_year=old, category__in=order.categories)
    ledger.change(people, unit_year_id=new.pk)
    ledger.change(Project.objects.filter(unit_year=old, pk__in=order.projects), unit_year_id=new.pk)


def abolish(ledger: Ledger, found: Plan, units: dict[str, UnitYear], by: User | None, at: datetime) -> None:
    """The unit closes and its contacts' access ends."""
    unit_year = units[found.order.unit]
    ledger.change(UnitYear.objects.filter(pk=unit_year.pk), closed_on=found.order.effective_on)
    end_contacts(ledger, [unit_year], at)


ACTS = {"rename": rename, "merge": merge, "split": split, "abolish": abolish}
UNCONFIRMED: dict[str, Any] = {"count_confirmed_by_id": None, "count_confirmed_at": None, "count_question": ""}


def send_team_back(ledger: Ledger, unit_year: UnitYear, by: User | None, at: datetime) -> None:
    """A team that was filed or approved under the old name is returned, with the reason in its history."""
    team = Team.objects.filter(unit_year=unit_year, state__in=(Team.State.FILED, Team.State.APPROVED)).first()
    if team is None:
        return
    returned = TeamReview.Decision.RETURNED
    ledger.change(Team.objects.filter(pk=team.pk), state=returned.value)
    facts: dict[str, Any] = {"fields": ["registered_name"], "facts": team.snapshot, "released_at": at}
    review = TeamReview(team=team, decision=returned, version=team.version, reason=RENAMED, by=by, at=at, **facts)
    ledger.add(review)
    enqueue(NOTICE, review, by=by, at=at)


def end_contacts(ledger: Ledger, units: Iterable[UnitYear], at: datetime) -> list[int]:
    """Nobody works for these units any more and nobody can be invited by an old link; returns the accounts."""
    closed = [unit_year.unit_id for unit_year in units]
    contacts = StaffContact.objects.in_charge().filter(unit__in=closed)
    accounts = list(contacts.order_by("user").values_list("user", flat=True).distinct())
    ledger.change(contacts, until=localdate(at))
    ledger.change(ContactInvitation.objects.waiting(at).filter(unit__in=closed), withdrawn_at=at)
    return accounts


def touched_accounts(entries: list[dict[str, Any]]) -> list[int]:
    """The accounts whose units changed."""
    contacts = [key for entry in entries if entry["model"] == StaffContact._meta.label for key in entry["rows"]]
    return list(StaffContact.objects.filter(pk__in=contacts).values_list("user", flat=True).distinct())


@transaction.atomic
def undo_restructuring(restructuring: Restructuring, *, by: User | None, at: datetime) -> Restructuring:
    """Put everything back as it was, as long as nothing was built on it; otherwise refused, saying what was."""
    if not restructuring.campaign.is_current:
        raise ValidationError(_("Past years are not changed any more."), code="year-over")
    waiting = Restructuring.objects.in_force().filter(pk=restructuring.pk)
    if not waiting.update(undone_by=by, undone_at=at):
        raise ValidationError(_("This was taken back already."), code="undone-already")
    refuse_if_built_upon(restructuring)
    accounts = touched_accounts(restructuring.changes)
    take_back(restructuring.changes)
    end_sessions(accounts)
    record("restructuring-undone", restructuring, by=by, at=at, units=restructuring.codes)
    restructuring.refresh_from_db()
    return restructuring


def refuse_if_built_upon(restructuring: Restructuring) -> None:
    """Every act leaves an entry on the trail: whatever was done to these units since stands in the way."""
    later = Restructuring.objects.in_force().filter(pk__gt=restructuring.pk, campaign=restructuring.campaign_id)
    if any(set(other.codes) & set(restructuring.codes) for other in later):
        raise built_upon()
    since = AuditEntry.objects.filter(pk__gt=restructuring.trail_from).exclude(action__in=HARMLESS)
    acts = since.filter(unit__in=restructuring.codes) | since.filter(unit="", action__in=ON_EVERYONE)
    own = acts.exclude(object_type=Restructuring._meta.label_lower).select_related("by").order_by("pk").first()
    if own:
        raise ValidationError(
            _("This can no longer be taken back: %(who)s worked on %(unit)s since (%(action)s, %(day)s)."),
            code="built-upon",
            params={
                "who": own.by or "—",
                "unit": own.unit or _("the whole school"),
                "action": own.action,
                "day": localdate(own.at).isoformat(),
            },
        )
