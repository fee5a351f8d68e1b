"""Changes made by hand, and what it takes to go back."""

import json
import uuid
import zlib
from typing import Any, Self

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.models import Campaign
from units.models import UnitYear
from volunteers.encryption import decrypt_bytes, encrypt_bytes
from volunteers.sealed import SealedField


class EditQuerySet(models.QuerySet["Edit"]):
    """Changes by who may see them, whom they touched and whether they can be taken back."""

    def visible_to(self, user: User) -> Self:
        """All for the office; for a contact those made in the own units."""
        if user.is_office:
            return self
        return self.filter(unit_year__in=UnitYear.objects.visible_to(user)).made_by_units()

    def made_by_units(self) -> Self:
        """Without transfers, which are the office's."""
        return self.exclude(act="moved")

    def touching(self, person: models.Model) -> Self:
        """Those that changed this person."""
        return self.filter(lines__person=person.pk)


class Edit(models.Model):
    """One change by hand of one or many people, with what it takes to take it back."""

    class Act(models.TextChoices):
        CHANGED = "changed", _("changed by hand")
        REMOVED = "removed", _("taken off the roster")
        MOVED = "moved", _("moved to another unit")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    unit_year = models.ForeignKey(UnitYear, models.PROTECT, related_name="edits", verbose_name=_("unit"))
    act = models.CharField(_("act"), max_length=10, choices=Act.choices)
    fields = models.JSONField(default=list)
    count = models.PositiveIntegerField(_("people"))
    undo_sealed = SealedField(binds="edit.undo:{pk}", default=b"")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("account"))
    at = models.DateTimeField(_("time"))
    undone_at = models.DateTimeField(_("taken back at"), null=True)

    objects = EditQuerySet.as_manager()

    class Meta:
        verbose_name = _("change by hand")
        verbose_name_plural = _("changes by hand")
        ordering = ("-at", "id")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_undoable(self) -> bool:
        """Whether nobody took it back and nobody changed one of its people since."""
        as_left = self.lines.filter(person__version=F("version")).count()
        return self.undone_at is None and as_left == (0 if self.act == self.Act.REMOVED else self.count)

    def keep(self, before: dict[str, Any]) -> None:
        """Seal how the people were."""
        packed = zlib.compress(json.dumps(before, ensure_ascii=False).encode(), 1)
        self.undo_sealed = encrypt_bytes(packed, f"edit.undo:{self.pk}")

    def kept(self) -> dict[str, Any]:
        """How the people were, by their keys."""
        packed = decrypt_bytes(bytes(self.undo_sealed), f"edit.undo:{self.pk}")
        before: dict[str, Any] = json.loads(zlib.decompress(packed))
        return before


class EditLine(models.Model):
    """One person a change touched, in the version it left behind; it stays when the person goes."""

    edit = models.ForeignKey(Edit, models.CASCADE, related_name="lines")
    person = models.ForeignKey(
        "volunteers.Volunteer", models.DO_NOTHING, db_constraint=False, related_name="edit_lines"
    )
    version = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("changed person")
        verbose_name_plural = _("changed people")

    def __str__(self) -> str:
        return str(self.pk)
