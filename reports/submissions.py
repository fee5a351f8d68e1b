"""Handing in: the unit's data is frozen, numbered and receipted at once (DOMAIN 8.6)."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from campaigns.models import Campaign
from projects.models import Project
from reports.listings import person_lines, team_line
from reports.models import Submission
from reports.readiness import may_submit
from reports.tallies import UnitStanding, standing
from units.models import UnitYear
from volunteers.encryption import encrypt_bytes
from volunteers.models import Volunteer


def content(found: UnitStanding) -> bytes:
    """Everything a unit hands in, as canonical JSON: the same data is always the same bytes."""
    unit_year = found.unit_year
    projects = Project.objects.filter(unit_year=unit_year).counted().order_by("pk").values(*Project.FACTS)
    people = Volunteer.objects.for_campaign(unit_year.campaign).filter(unit_year=unit_year)
    frozen: dict[str, Any] = {
        "campaign": unit_year.campaign.year,
        "unit": unit_year.unit.code,
        "attachment3": team_line(found)._asdict(),
        "attachment4": [person._asdict() for person in person_lines(people, clear=True)],
        "projects": list(projects),
    }
    return json.dumps(frozen, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode()


def refuse_unless_ready(found: UnitStanding, explanation: str) -> None:
    """What blocks refuses with its list; what only warns asks for a word of explanation."""
    if not may_submit(found.findings):
        blocking = [_(finding.message) % finding.params for finding in found.findings if finding.blocking]
        raise ValidationError([ValidationError(sentence, code="not-ready") for sentence in blocking])
    if found.findings and not explanation:
        raise ValidationError(
            {
                "explanation": ValidationError(
                    _("Explain in a sentence why the goal is not reached."), code="explanation-missing"
                )
            }
        )


@transaction.atomic
def submit(unit_year: UnitYear, *, explanation: str, by: User | None, at: datetime) -> Submission:
    """Freeze what the unit hands in as its next version, with a receipt; the same twice gives the same receipt."""
    Campaign.objects.select_for_update().get(pk=unit_year.campaign_id)  # one running number at a time
    unit_year = UnitYear.objects.select_related("unit", "campaign", "team").get(pk=unit_year.pk)
    unit_year.check_open(by=by, at=at)
    found, explanation = standing(unit_year), explanation.strip()
    refuse_unless_ready(found, explanation)
    frozen = content(found)
    digest = hashlib.sha256(frozen).hexdigest()
    last = unit_year.submissions.select_related("campaign").order_by("-version").first()
    if last and (last.digest, last.explanation) == (digest, explanation):
        return last
    submission = Submission(
        campaign=unit_year.campaign,
        unit_year=unit_year,
        version=last.version + 1 if last else 1,
        receipt=(Submission.objects.filter(campaign=unit_year.campaign).aggregate(last=Max("receipt"))["last"] or 0)
        + 1,
        digest=digest,
        figures=figures_in_words(found),
        explanation=explanation,
        by=by,
        at=at,
    )
    submission.content_sealed = encrypt_bytes(frozen, f"submission.content:{unit_year.pk}:{submission.version}")
    submission.save()
    record(
        "submitted",
        submission,
        unit=unit_year.unit.code,
        by=by,
        at=at,
        version=submission.version,
        receipt=submission.receipt,
    )
    return submission


def figures_in_words(found: UnitStanding) -> dict[str, int | str | None]:
    """The counts a receipt shows."""
    figures = found.figures
    return {
        "staff": figures.staff,
        "students": figures.students,
        "total": figures.total,
        "registered": figures.registered,
        "rate": found.quota.text,
        "joined": figures.joined,
        "party_total": figures.party_members,
        "party_registered": figures.party_registered,
        "projects": figures.projects,
    }
