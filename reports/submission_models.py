"""The files of what units handed in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from volunteers.sealed import SealedField


class SubmissionFile(models.Model):
    """One of a version's four files with complete numbers, sealed, as it was drawn once and for all."""

    submission = models.ForeignKey("Submission", models.CASCADE, related_name="files", verbose_name=_("submission"))
    number = models.PositiveSmallIntegerField(_("attachment"))
    drawing = models.CharField(_("kind of file"), max_length=4)
    content_sealed = SealedField(binds="submission.file:{submission_id}:{number}:{drawing}")
    digest = models.CharField(max_length=64)
    page_ends = models.JSONField(_("last row of each page"), default=list)

    class Meta:
        verbose_name = _("file of a submission")
        verbose_name_plural = _("files of a submission")
        ordering = ("submission", "number", "drawing")
        constraints = (
            models.UniqueConstraint(
                name="reports_file_once",
                fields=["submission", "number", "drawing"],
                violation_error_message=_("This file is already drawn."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.submission_id} {self.number}.{self.drawing}"

    @property
    def seal_context(self) -> str:
        """What binds the sealed content to its version and kind."""
        return f"submission.file:{self.submission_id}:{self.number}:{self.drawing}"
