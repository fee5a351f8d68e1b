"""How allauth's second factors behave in this portal."""

from io import BytesIO

import qrcode
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathFillImage

from accounts.devices import device
from accounts.models import User


class SecondFactorAdapter(DefaultMFAAdapter):
    """Apps and passkeys show what they are for."""

    def get_totp_label(self, user: User) -> str:
        """The account, as it stands in the app."""
        return user.username

    def get_totp_issuer(self) -> str:
        """The portal, as it stands in the app."""
        return _("Volunteer registration")

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 – allauth's word
        """The device at which a passkey is added."""
        return device(context.request.headers.get("User-Agent", "")) or _("Passkey")

    def build_totp_svg(self, url: str) -> str:
        """The QR code, to be set into the page: no image is loaded from elsewhere."""
        content = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage, border=2).save(content)
        return content.getvalue().decode().partition("?>")[2]
