"""Work that takes long."""

import math
import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs by who may see them."""

    def visible_to(self, user: User) -> Self:
        """A person's own jobs."""
        return self.filter(by=user)

    def unfinished(self) -> Self:
        """Those waiting or at work."""
        return self.filter(state__in=(Job.State.QUEUED, Job.State.RUNNING))


class AtWork(models.Model):
    """A worker process, by machine and number, and when it last showed that it lives."""

    name = models.CharField(_("worker"), max_length=100, unique=True)
    since = models.DateTimeField(_("since"))
    alive_at = models.DateTimeField(_("last sign of life"))

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Job(models.Model):
    """One piece of long work: the queue, its progress and where its result is to be seen."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("at work")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    subject = models.CharField(_("about"), max_length=60)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("of"), default=0)
    result_url = models.CharField(_("result"), max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("account"))
    asked_at = models.DateTimeField(_("asked for at"))
    not_before = models.DateTimeField(_("not before"), null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    started_at = models.DateTimeField(_("started at"), null=True)
    alive_at = models.DateTimeField(_("last sign of life"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ("-asked_at",)
        indexes = (models.Index(name="jobs_queue", fields=["state", "asked_at"]),)

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    @property
    def title(self) -> str:
        """What it does, as its page says it (settings.JOB_TITLES)."""
        return str(settings.JOB_TITLES.get(self.kind, self.kind))

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in (self.State.DONE, self.State.FAILED)

    @property
    def step(self) -> str:
        """Its state and the quarters that are done: what is worth saying aloud, not every row."""
        return f"{self.state}-{4 * self.done // self.total if self.total else 0}"

    def remaining_seconds(self, at: datetime) -> int | None:
        """How long it takes yet, judged by the pace so far; None while nothing can be said."""
        if not self.started_at or not self.done or self.state != self.State.RUNNING:
            return None
        return math.ceil((at - self.started_at).total_seconds() * (self.total - self.done) / self.done)
