"""How allauth's second factors behave in this portal."""

from io import BytesIO

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathFillImage

from accounts.models import User
from accounts.second_factor import is_last_factor, is_required


class SecondFactorAdapter(DefaultMFAAdapter):
    """Whoever needs a second factor keeps one; apps and passkeys show what it is for."""

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last one stays with whoever needs one."""
        return not (is_required(authenticator.user) and is_last_factor(authenticator))

    def get_totp_label(self, user: User) -> str:
        """The account, as it stands in the app."""
        return user.username

    def get_totp_issuer(self) -> str:
        """The portal, as it stands in the app."""
        return _("Volunteer registration")

    def build_totp_svg(self, url: str) -> str:
        """The QR code, to be set into the page: no image is loaded from elsewhere."""
        content = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage, border=2).save(content)
        return content.getvalue().decode().partition("?>")[2]
