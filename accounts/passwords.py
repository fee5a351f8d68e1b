"""What a password must be (SECURITY C04): long and its owner's own; no more, unless the site is under assessment."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.password_words import classes, is_guessed

SHORTEST: Final = 12
SHORTEST_OF_THE_OFFICE: Final = 15
LONGEST: Final = 128
CLASSES: Final = 3


def is_too_old(user: User, at: datetime) -> bool:
    """Whether a password has to be changed by now; never, unless the site is under assessment."""
    most = timedelta(days=settings.PASSWORD_MAX_AGE_DAYS)
    return bool(most) and user.has_usable_password() and at - user.password_since >= most


class LengthValidator:
    """At least 12 signs, 15 for whoever sees beyond a unit, at most 128."""

    def shortest(self, user: User | None) -> int:
        """What this account needs."""
        return SHORTEST if user is None or user.is_contact else SHORTEST_OF_THE_OFFICE

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse what is too short or too long."""
        least = self.shortest(user)
        if len(password) < least:
            sentence = ngettext(
                "The password needs at least %(least)d character.",
                "The password needs at least %(least)d characters.",
                least,
            )
            raise ValidationError(sentence % {"least": least}, code="password_too_short")
        if len(password) > LONGEST:
            raise ValidationError(
                _("The password has more than %(most)d characters.") % {"most": LONGEST}, code="password_too_long"
            )

    def get_help_text(self) -> str:
        """Shown beside the field."""
        return _(
            "At least %(least)d characters, %(office)d for office and auditors. A sentence of your own is best."
        ) % {"least": SHORTEST, "office": SHORTEST_OF_THE_OFFICE}


class OwnWordsValidator:
    """Not made of the words, years and numbers that everybody here would try."""

    def words(self) -> list[str]:
        """What is tried first at this school beside the usual words."""
        return []

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse what is left empty without those words; of a short one its length is said."""
        if len(password) >= SHORTEST and is_guessed(password, self.words()):
            raise ValidationError(
                _("Names of the school, years, phone and staff numbers are guessed first. Add words of your own."),
                code="password_guessed",
            )

    def get_help_text(self) -> str:
        """Shown beside the field."""
        return _("Not only names of the school, years and numbers.")


class ClassesValidator:
    """Three of four kinds of sign, for sites under assessment (PASSWORD_REQUIRE_CLASSES)."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse what has fewer."""
        if classes(password) < CLASSES:
            raise ValidationError(self.get_help_text(), code="password_classes")

    def get_help_text(self) -> str:
        """Shown beside the field."""
        return _("Use three of these four: small letters, capital letters, digits, other characters.")
