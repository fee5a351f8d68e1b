"""The way to a file that was made: it leads there once, within a quarter of an hour (SECURITY C15)."""

from datetime import timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, TimestampSigner
from django.db.models import F
from django.utils.translation import gettext as _

from reports.models import ExportFile

WORKS_FOR: Final = timedelta(minutes=15)


def signer(file: ExportFile) -> TimestampSigner:
    """Who signs the links to a file, each file's for itself."""
    return TimestampSigner(salt=f"reports.export_links:{file.pk}")


def link_for(file: ExportFile) -> str:
    """A fresh link; when it or another one was used, it leads nowhere any more."""
    return signer(file).sign(str(file.fetches))


def use_link(file: ExportFile, link: str) -> None:
    """Use a link up, or refuse what was used before or is older than a quarter of an hour."""
    try:
        fetches = int(signer(file).unsign(link, max_age=WORKS_FOR))
    except BadSignature:
        fetches = -1
    present = ExportFile.objects.filter(pk=file.pk, fetches=fetches)
    if not present.update(fetches=F("fetches") + 1):
        sentence = _("A download works once, within 15 minutes after this page was opened. Press Download again now.")
        raise ValidationError(sentence, code="link-used")
