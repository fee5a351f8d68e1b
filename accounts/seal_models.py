"""What keeps the record from being edited quietly."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditSeal(models.Model):
    """The seal of one audit entry: keyed, and made of the entry and of the seal before it (SECURITY C25)."""

    entry = models.BigIntegerField(_("audit entry"), primary_key=True)
    mac = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")

    def __str__(self) -> str:
        return f"{self.entry} {self.mac[:8]}"
