"""Handing in: the unit's data is frozen, numbered and receipted at once (DOMAIN 8.6)."""

import hashlib
import uuid
import zlib
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from campaigns.models import Campaign
from jobs.running import enqueue
from reports.frozen import Frozen
from reports.listings import frozen_now, frozen_of, stamp_now
from reports.models import Submission
from reports.readiness import may_submit
from reports.tallies import UnitStanding, standing
from units.models import UnitYear
from volunteers.encryption import encrypt_bytes

FOLLOWING = ("draw-submission", "mail-submission")  # the jobs nobody waits for


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


def submit(
    unit_year: UnitYear, *, explanation: str, form: uuid.UUID | None = None, by: User | None, at: datetime
) -> Submission:
    """Freeze what the unit hands in as its next version, with a receipt; the same twice gives the same receipt.

    `form` is the rendered form it comes by: one form hands in once, however often it is sent (SECURITY C18).
    """
    try:
        return hand_in(unit_year, explanation.strip(), form, by, at)
    except ValidationError as refusal:
        if getattr(refusal, "code", "") == "deadline-passed":
            record("submission-late", unit_year, unit=unit_year.unit.code, by=by, at=at)
        raise


@transaction.atomic
def hand_in(unit_year: UnitYear, explanation: str, form: uuid.UUID | None, by: User | None, at: datetime) -> Submission:
    """What `submit` does: all of it, or nothing."""
    Campaign.objects.select_for_update().get(pk=unit_year.campaign_id)  # one running number at a time
    unit_year = UnitYear.objects.select_related("unit", "campaign", "team").get(pk=unit_year.pk)
    if form and (sent := unit_year.submissions.filter(form=form).select_related("campaign").first()):
        return the_same(sent, explanation)
    unit_year.check_open(by=by, at=at)
    found = standing(unit_year)
    refuse_unless_ready(found, explanation)
    stamp = stamp_now(found)  # before the freezing: what somebody changes in between counts as changed since
    frozen = frozen_now(found)
    content = frozen.canonical()
    digest = hashlib.sha256(content).hexdigest()
    last = unit_year.submissions.select_related("campaign").order_by("-version").first()
    if last and (last.digest, last.explanation) == (digest, explanation):
        return last
    submission = Submission(
        campaign=unit_year.campaign,
        unit_year=unit_year,
        version=last.version + 1 if last else 1,
        receipt=next_receipt(unit_year.campaign),
        digest=digest,
        stamp=stamp,
        figures=figures_in_words(found),
        explanation=explanation,
        by=by,
        at=at,
        form=form,
    )
    if last:
        carry_paper_over(last, submission, frozen)
    return keep(submission, content)


def the_same(sent: Submission, explanation: str) -> Submission:
    """The receipt of a form that is sent again; with other words in it, it is not the same form (SECURITY C18)."""
    if sent.explanation != explanation:
        raise ValidationError(
            _("This form was already handed in as %(receipt)s. To hand in the new words as well, press once more."),
            code="form-used",
            params={"receipt": sent.receipt_number},
        )
    return sent


def next_receipt(campaign: Campaign) -> int:
    """The next running number of the year."""
    return (Submission.objects.filter(campaign=campaign).aggregate(last=Max("receipt"))["last"] or 0) + 1


def carry_paper_over(last: Submission, following: Submission, frozen: Frozen) -> None:
    """The signed paper of the last version serves the next as well when nothing that is printed has changed."""
    if last.paper_received_at and frozen_of(last).on_paper == frozen.on_paper:
        following.paper_received_at, following.paper_received_by = last.paper_received_at, last.paper_received_by


def keep(submission: Submission, content: bytes) -> Submission:
    """Store the version, write it down, and ask for what follows without waiting for it."""
    submission.content_sealed = encrypt_bytes(zlib.compress(content, 1), submission.seal_context)
    submission.save()
    unit, by, at = submission.unit_year.unit.code, submission.by, submission.at
    record("submitted", submission, unit=unit, by=by, at=at, version=submission.version, receipt=submission.receipt)
    for kind in FOLLOWING:
        enqueue(kind, submission, by=by, at=at)
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
