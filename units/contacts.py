"""Who works for a unit: invited, accepted, handed over, ended (DOMAIN 8.10)."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.sessions import end_sessions
from units.models import ContactInvitation, StaffContact, Unit, UnitYear

WORKS_FOR = timedelta(hours=72)
TOKEN_BYTES = 32


def hashed(token: str) -> str:
    """What is kept of a link's secret; a secret of 256 bits needs no salt."""
    return sha256(token.encode()).hexdigest()


def invitation_of(token: str, at: datetime) -> ContactInvitation | None:
    """The invitation a link stands for, if it still works."""
    waiting = ContactInvitation.objects.waiting(at).select_related("unit", "replaces__user", "by")
    return waiting.filter(token_hash=hashed(token)).first()


def link_useless() -> ValidationError:
    """One sentence for used, old, withdrawn and invented links: it tells a stranger nothing."""
    return ValidationError(_("This link no longer works. Ask for a new invitation."), code="link-useless")


@transaction.atomic
def invite_contact(
    unit: Unit, *, name: str, email: str, replaces: StaffContact | None, by: User | None, at: datetime
) -> tuple[ContactInvitation, str]:
    """Invite somebody to work for the unit, as one more contact or as a successor; returns the link's secret, once.

    An earlier link to the same address stops working.
    """
    if not UnitYear.objects.for_campaign().filter(unit=unit).exists():
        raise ValidationError(_("This unit is closed. Nobody can be invited to it."), code="unit-closed")
    if replaces and (replaces.unit_id != unit.pk or replaces.until):
        raise ValidationError(_("This person's access has ended already."), code="contact-ended")
    if replaces and replaces.successions.exclude(accepted_at=None).exists():
        raise ValidationError(
            _("A successor has accepted already. Confirm the hand-over on this page."), code="successor-accepted"
        )
    earlier = ContactInvitation.objects.waiting(at).filter(unit=unit)
    same = earlier.filter(replaces=replaces) if replaces else earlier.filter(replaces=None, email__iexact=email)
    same.update(withdrawn_at=at)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    facts = {"token_hash": hashed(token), "expires_at": at + WORKS_FOR}
    invitation = ContactInvitation(unit=unit, name=name, email=email, replaces=replaces, by=by, at=at, **facts)
    invitation.full_clean()
    invitation.save()
    record("contact-invited", invitation, unit=unit.code, by=by, at=at, successor=replaces is not None)
    return invitation, token


@transaction.atomic
def accept_invitation(
    invitation: ContactInvitation, *, by: User, at: datetime, new_account: bool = False
) -> StaffContact:
    """Work for the unit from now on; the link works this once."""
    if not by.is_contact:
        raise ValidationError(
            _("Accounts of the office cannot be a unit's contact. Log out and open the link again."),
            code="not-a-contact",
        )
    if not ContactInvitation.objects.waiting(at).filter(pk=invitation.pk).update(accepted_at=at):
        raise link_useless()
    if not UnitYear.objects.for_campaign().filter(unit=invitation.unit).exists():
        raise link_useless()
    contact = StaffContact(unit=invitation.unit, user=by, since=localdate(at))
    contact.full_clean()
    contact.save()
    ContactInvitation.objects.filter(pk=invitation.pk).update(contact=contact)
    record("invitation-accepted", contact, unit=invitation.unit.code, by=by, at=at, new_account=new_account)
    return contact


@transaction.atomic
def open_account(
    invitation: ContactInvitation, *, username: str, name: str, password: str, at: datetime
) -> StaffContact:
    """Accept with a new account, whose name and password the invited person chose."""
    user = User(username=User.objects.model.normalize_username(username), name=name.strip(), email=invitation.email)
    user.set_password(password)
    user.full_clean()
    user.save()
    return accept_invitation(invitation, by=user, at=at, new_account=True)


@transaction.atomic
def withdraw_invitation(invitation: ContactInvitation, *, by: User, at: datetime) -> None:
    """The link stops working."""
    if not ContactInvitation.objects.waiting(at).filter(pk=invitation.pk).update(withdrawn_at=at):
        raise ValidationError(_("This invitation was accepted, withdrawn or is too old already."), code="link-useless")
    record("invitation-withdrawn", invitation, unit=invitation.unit.code, by=by, at=at)


@transaction.atomic
def confirm_handover(invitation: ContactInvitation, *, by: User, at: datetime) -> StaffContact:
    """The second word of a hand-over, from the one who leaves or from the office: their access ends at once."""
    leaving = invitation.replaces
    if leaving is None or invitation.accepted_at is None:
        raise ValidationError(_("The successor has not accepted yet."), code="successor-missing")
    if not (by.is_office or by.pk == leaving.user_id):
        raise ValidationError(_("Only the person who leaves, or the office, confirms."), code="not-yours")
    end(leaving, at)
    record("handover-confirmed", leaving, unit=invitation.unit.code, by=by, at=at, invitation=invitation.pk)
    return leaving


@transaction.atomic
def end_contact(contact: StaffContact, *, by: User, at: datetime) -> StaffContact:
    """The office ends somebody's access, at once."""
    end(contact, at)
    record("contact-ended", contact, unit=contact.unit.code, by=by, at=at)
    return contact


def end(contact: StaffContact, at: datetime) -> None:
    """From this moment the account sees nothing of the unit, and is logged out everywhere."""
    if not StaffContact.objects.in_charge().filter(pk=contact.pk).update(until=localdate(at)):
        raise ValidationError(_("This person's access has ended already."), code="contact-ended")
    waiting = ContactInvitation.objects.waiting(at).filter(replaces=contact)
    waiting.update(withdrawn_at=at)
    contact.until = localdate(at)
    end_sessions([contact.user_id])
