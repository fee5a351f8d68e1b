"""Whose campus account is whose."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User


def account_of(campus_account: str) -> User | None:
    """The account a campus account belongs to."""
    return User.objects.filter(campus_account=campus_account).first()


@transaction.atomic
def link_campus_account(user: User, campus_account: str, *, by: User, at: datetime) -> None:
    """From now on the campus login opens this account."""
    if User.objects.filter(campus_account=campus_account).exclude(pk=user.pk).exists():
        raise ValidationError(
            _("This campus account belongs to another account already. Ask the civilisation office."),
            code="campus-account-taken",
        )
    user.campus_account = campus_account
    user.full_clean(exclude=("password",))
    user.save(update_fields=["campus_account"])
    record("campus-account-linked", user, by=by, at=at)


@transaction.atomic
def unlink_campus_account(user: User, *, by: User, at: datetime) -> None:
    """The campus login opens this account no longer."""
    user.campus_account = None
    user.save(update_fields=["campus_account"])
    record("campus-account-unlinked", user, by=by, at=at)
