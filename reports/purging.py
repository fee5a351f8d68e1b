"""A closed year's personal data are deleted; counts and a proof remain (DOMAIN 7)."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from campaigns.models import Campaign
from jobs.models import Job
from jobs.running import enqueue
from projects.models import Project
from reports.models import CampaignPurge, ExportFile, Submission, SubmissionFile
from units.models import Team
from volunteers.models import Claim, DataRequest, Edit, EditLine, RosterImport, Volunteer

# What an import keeps: that there was one, and its counts; no name, no cell, no masked number.
EMPTY_IMPORT: dict[str, Any] = {
    "file_name": "", "digest": "", "columns_said": {},
    **dict.fromkeys(("upload_sealed", "staged_sealed", "changes_sealed", "undo_sealed", "mending_sealed"), b""),
    "marked_sealed": b"",
}  # fmt: skip
CONTACT = {"contact_name": "", "contact_phone": ""}


def words_of(campaign: Campaign) -> str:
    """What has to be typed, so that nobody deletes a year by a slip."""
    return _("delete %(year)s") % {"year": campaign.year}


def counts_of(campaign: Campaign) -> dict[str, Any]:
    """What there is of a year."""
    people = Volunteer.objects.filter(campaign=campaign)
    return {
        "people": people.count(),
        "registered": people.registered().count(),
        "rosters": RosterImport.objects.filter(campaign=campaign).count(),
        "edits": Edit.objects.filter(campaign=campaign).count(),
        "claims": Claim.objects.filter(campaign=campaign).count(),
        "requests": DataRequest.objects.filter(campaign=campaign).count(),
        "submissions": Submission.objects.filter(campaign=campaign).count(),
        "teams": Team.objects.filter(unit_year__campaign=campaign).count(),
        "projects": Project.objects.filter(unit_year__campaign=campaign).count(),
    }


def refuse_purge(campaign: Campaign, at: datetime) -> None:
    """A year that still runs, or whose data are gone or going."""
    if campaign.is_current or at < campaign.paper_deadline:
        sentence = _("This year is not closed: open the next one first, and let the day of the paper pass.")
        raise ValidationError(sentence, code="campaign-not-closed")
    if CampaignPurge.objects.filter(campaign=campaign).exists():
        raise ValidationError(_("This year's personal data are already deleted."), code="campaign-purged")


@transaction.atomic
def ask_purge(campaign: Campaign, *, words: str, by: User, at: datetime) -> Job:
    """Have a closed year's personal data deleted; recorded before it begins."""
    Campaign.objects.select_for_update().get(pk=campaign.pk)  # of two clicks at once the second is told
    refuse_purge(campaign, at)
    if words.strip() != words_of(campaign):
        sentence = _("Type exactly: %(words)s")
        refusal = ValidationError(sentence, code="words-differ", params={"words": words_of(campaign)})
        raise ValidationError({"words": refusal})
    CampaignPurge.objects.create(campaign=campaign, by=by, at=at)
    record("campaign-purge-asked", campaign, by=by, at=at, **counts_of(campaign))
    return enqueue("purge-campaign", campaign, by=by, at=at)


def purge_campaign(number: str, job: Job) -> str:
    """Do it, as the worker; a second time changes nothing."""
    purge = CampaignPurge.objects.select_related("campaign", "by").get(campaign=int(number))
    if purge.done_at is None:
        with transaction.atomic():
            finish(purge, at=timezone.now())
        forget_pages()
    return reverse("campaign_purge", args=[purge.campaign.year])


def give_up(number: str) -> None:
    """The work failed for good: nothing was deleted, and it can be asked for again."""
    CampaignPurge.objects.filter(campaign=int(number), done_at=None).delete()


def finish(purge: CampaignPurge, *, at: datetime) -> None:
    """Count, delete, and write the proof: all of it or nothing."""
    campaign = purge.campaign
    handed_in = Submission.objects.filter(campaign=campaign).order_by("receipt")
    proof: dict[str, Any] = {
        "campaign": campaign.year, "school": campaign.school_name, "deleted_at": at.isoformat(),
        "asked_by": str(purge.by), "counts": counts_of(campaign),
        "submissions": [[kept.receipt_number, kept.version, kept.digest] for kept in handed_in],
    }  # fmt: skip
    delete_people(campaign)
    empty_what_remains(campaign)
    purge.done_at, purge.proof, purge.digest = at, proof, CampaignPurge.digest_of(proof)
    purge.save()
    record("campaign-purged", campaign, by=purge.by, at=at, digest=purge.digest, **proof["counts"])


def delete_people(campaign: Campaign) -> None:
    """Everything that is about one person, in the order in which it hangs together."""
    edits: models.QuerySet[Edit] = models.QuerySet(Edit).filter(campaign=campaign)
    of_the_year: tuple[models.QuerySet[Any], ...] = (
        models.QuerySet(EditLine).filter(edit__in=edits), edits, *(
            models.QuerySet(model).filter(campaign=campaign) for model in (Claim, DataRequest, Volunteer)
        ),
    )  # fmt: skip
    for rows in of_the_year:
        rows._raw_delete(rows.db)


def empty_what_remains(campaign: Campaign) -> None:
    """What the year is known by stays, without people: imports, submissions, teams, projects."""
    for received in RosterImport.objects.filter(campaign=campaign).only("report"):
        counts = {name: received.report[name] for name in ("counts", "applied", "undone") if name in received.report}
        RosterImport.objects.filter(pk=received.pk).update(report=counts, **EMPTY_IMPORT)
    Submission.objects.filter(campaign=campaign).update(content_sealed=b"", explanation="")
    SubmissionFile.objects.filter(submission__campaign=campaign).delete()
    ExportFile.objects.filter(campaign=campaign).delete()
    Team.objects.filter(unit_year__campaign=campaign).update(contact_email="", **CONTACT)
    Project.objects.filter(unit_year__campaign=campaign).update(**CONTACT)


def forget_pages() -> None:
    """SQLite keeps what was deleted in its log of the last writes until somebody empties it (SECURITY F9)."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
