"""New keys: everything sealed with an older one is sealed anew, and nothing is lost on the way (SECURITY C11)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import models, transaction

from accounts.audit import record
from accounts.models import User
from volunteers.encryption import (
    DecryptionFailed,
    decrypt_bytes,
    encrypt_bytes,
    is_outdated_second_factor,
    open_second_factor,
    seal_second_factor,
)
from volunteers.models import Volunteer
from volunteers.sealed import SealedField, sealed_fields

AT_ONCE = 500
# Where the library of second factors keeps what the portal seals for it.
FACTOR_SECRETS = ("secret", "seed")


@dataclass
class Rotation:
    """How many values were sealed anew in each column, how many are left under older keys, and which never opened."""

    renewed: dict[str, int] = field(default_factory=dict)
    left: int = 0
    unopened: list[str] = field(default_factory=list)


def rotate_keys(*, by: User | None, at: datetime) -> Rotation:
    """Seal everything with the newest key; killed in between, every value opens, and the next time goes on."""
    done = Rotation()
    for sealed in sealed_fields():
        done.renewed[str(sealed)] = renew(sealed, done.unopened)
    done.renewed[Authenticator._meta.label] = sum(renew_factor(found, done.unopened) for found in outdated_factors())
    done.left = sum(sealed.outdated_rows().count() for sealed in sealed_fields()) + len(outdated_factors())
    record("keys-rotated", Volunteer, by=by, at=at, renewed=sum(done.renewed.values()), left=done.left)
    return done


def renew(sealed: SealedField, unopened: list[str]) -> int:
    """Seal the outdated values of a column anew, some hundreds in a transaction; returns how many there were."""
    count, rows = 0, sealed.outdated_rows().only("pk", sealed.attname, *sealed.bound_columns).order_by("pk")
    batch = list(rows[:AT_ONCE])
    while batch:
        with transaction.atomic():
            count += sum(renew_one(sealed, row, unopened) for row in batch)
        batch = list(rows.filter(pk__gt=batch[-1].pk)[:AT_ONCE])
    return count


def renew_one(sealed: SealedField, row: models.Model, unopened: list[str]) -> int:
    """Seal one value anew, unless somebody wrote another one meanwhile or it does not open."""
    old, context = getattr(row, sealed.attname), sealed.context(row)
    try:
        content = decrypt_bytes(old, context)
    except DecryptionFailed as failure:
        unopened.append(f"{sealed} {row.pk}: {failure}")
        return 0
    as_read: Mapping[str, Any] = {"pk": row.pk, sealed.attname: old}
    return models.QuerySet(sealed.model).filter(**as_read).update(**{sealed.attname: encrypt_bytes(content, context)})


def outdated_factors() -> list[Authenticator]:
    """The second factors whose secret was sealed with an older key."""
    everybodys = Authenticator.objects.order_by("pk")
    return [one for one in everybodys if any(map(is_outdated_second_factor, secrets_of(one).values()))]


def secrets_of(factor: Authenticator) -> dict[str, str]:
    """What the portal sealed of a second factor."""
    return {name: factor.data[name] for name in FACTOR_SECRETS if name in factor.data}


def renew_factor(factor: Authenticator, unopened: list[str]) -> int:
    """Seal the secret of a second factor anew, unless it was set up anew meanwhile or does not open."""
    try:
        renewed = {name: seal_second_factor(open_second_factor(sealed)) for name, sealed in secrets_of(factor).items()}
    except DecryptionFailed as failure:
        unopened.append(f"{Authenticator._meta.label} {factor.pk}: {failure}")
        return 0
    with transaction.atomic():
        now = Authenticator.objects.select_for_update().filter(pk=factor.pk).first()
        if now is None or secrets_of(now) != secrets_of(factor):
            return 0
        now.data |= renewed
        now.save(update_fields=["data"])
    return 1
