"""The mail that carries an invitation."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import get_connection, send_mail
from django.urls import reverse
from django.utils.translation import gettext as _

from units.models import ContactInvitation

PATIENCE = 10  # seconds: somebody waits for the page


def link_of(token: str) -> str:
    """The address of an invitation; its host comes from the settings, never from a request (SECURITY C07)."""
    return str(settings.SITE_URL).rstrip("/") + reverse("invitation", args=[token])


def send_invitation(invitation: ContactInvitation, unit_name: str, link: str) -> bool:
    """Send the link; False when the mail could not be handed over, then it has to go another way."""
    subject = _("Invitation: volunteer registration of %(unit)s") % {"unit": unit_name}
    text = _(
        "Hello %(name)s,\n\nyou are invited to look after the volunteer registration of %(unit)s. "
        "Open this link within 72 hours, it works once:\n\n%(link)s\n\nIf you do not expect this, please ignore it."
    ) % {"name": invitation.name, "unit": unit_name, "link": link}
    try:
        return bool(send_mail(subject, text, None, [invitation.email], connection=get_connection(timeout=PATIENCE)))
    except (SMTPException, OSError):
        return False
