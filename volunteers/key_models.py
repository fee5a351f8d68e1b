"""What shows that the keys are those of this database."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from volunteers.sealed import SealedField

ONE: Final = 1
WORD: Final = "key proof"


class KeyProof(models.Model):
    """One sealed word and one fingerprint: a wrong key is noticed before anything was stored with it (SECURITY C11)."""

    word_sealed = SealedField(binds="key_proof.word:{pk}")
    fingerprint = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("proof of the keys")
        verbose_name_plural = _("proofs of the keys")

    def __str__(self) -> str:
        return str(self.pk)

    @staticmethod
    def seal_context() -> str:
        """What the one word is bound to."""
        return f"key_proof.word:{ONE}"
