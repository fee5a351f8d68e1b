"""New keys reach every sealed value of the house, also when the process is killed on the way (SECURITY C11, 3c 16)."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings as portal
from django.core.checks import CheckMessage
from django.db import models

from accounts.models import AuditEntry
from reports.listings import frozen_of
from reports.models import Submission
from reports.submission_files import keep_file
from volunteer_portal import watching
from volunteer_portal.tests.acceptable import with_file
from volunteer_portal.tests.acts import entry, manage, recorded
from volunteer_portal.tests.addresses import claimed, edited, requested
from volunteer_portal.tests.file_addresses import made_file
from volunteer_portal.tests.school import School, on_a_roster, stored_campaign, stored_person, stored_unit, two_units
from volunteer_portal.tests.serving import made_key, production, ran
from volunteer_portal.tests.source_tree import ROOMS
from volunteers.checks import keys_fit
from volunteers.encryption import decrypt_bytes, encrypt, open_second_factor, seal_second_factor
from volunteers.key_proof import keep_key_proof
from volunteers.models import RosterImport, Volunteer
from volunteers.rotating import rotate_keys, secrets_of
from volunteers.sealed import SealedField, sealed_fields
from volunteers.tests.test_killed import killed

AT = datetime(2018, 11, 9, 1, 2, 3, tzinfo=UTC)
NEW = made_key(21)
PEOPLE = 1200
MOMENTS = [Random(seed).random() for seed in range(5)]  # noqa: S311 – moments to kill at


@pytest.fixture
def keys(settings: Any) -> Callable[..., None]:
    """Takes these keys from now on."""

    def take(*found: str) -> None:
        settings.ENCRYPTION_KEYS = list(found)

    return take


OLD: str = portal.ENCRYPTION_KEYS[0]


def everything_sealed() -> School:
    """A school with a value in every sealed column of the house."""
    school = two_units()
    keep_key_proof()
    roster = with_file(school.ours)
    for part in ("mending", "undo"):
        roster.keep(part, {"rows": {"2": {"name": "令狐甲"}}})
    roster.marked_sealed = roster.upload_sealed and encrypt("工作簿", f"roster_import.marked:{roster.pk}")
    roster.save()
    claim = claimed(school.ours, school.theirs)
    claim.facts_sealed = encrypt("{}", f"claim.facts:{claim.pk}")
    claim.save()
    edited(school.ours)
    keep_file(school.ours.submission, frozen_of(school.ours.submission), 3, "xlsx")
    made_file(school, "reviewer")
    secret = {"secret": seal_second_factor("JBSWY3DPEHPK3PXP")}
    Authenticator.objects.create(user=school.ours.contact, type=Authenticator.Type.TOTP, data=secret)
    asked = requested(school.ours)
    asked.keep("姓名写错了")
    asked.save()
    return school


def opened() -> dict[str, list[bytes]]:
    """What is sealed, column by column, and the secrets of second factors."""
    columns = {
        str(field): [decrypt_bytes(getattr(row, field.attname), field.context(row)) for row in found(field)]
        for field in sealed_fields()
    }
    factors = [secrets_of(factor) for factor in Authenticator.objects.order_by("pk")]
    secrets = [open_second_factor(sealed).encode() for each in factors for sealed in each.values()]
    return columns | {Authenticator._meta.label: secrets}


def found(field: SealedField) -> models.QuerySet[models.Model]:
    """The rows in which something is sealed."""
    return field.sealed_rows().order_by("pk")


def test_every_column_of_bytes_is_a_sealed_one() -> None:
    """Whoever stores bytes says what they are bound to; then the rotation finds them."""
    ours = [model for model in apps.get_models() if model._meta.app_label in ROOMS]
    columns = [field for model in ours for field in model._meta.fields if isinstance(field, models.BinaryField)]
    assert [str(field) for field in columns if not isinstance(field, SealedField) or not field.binds] == []
    named = {str(field) for model in ours for field in model._meta.fields if field.name.endswith("_sealed")}
    assert named == {str(field) for field in columns}
    assert len({field.binds for field in columns if isinstance(field, SealedField)}) == len(columns)


@pytest.mark.django_db
def test_everything_is_sealed_anew(keys: Callable[..., None]) -> None:
    everything_sealed()
    before, trail = opened(), recorded()
    versions = list(Volunteer.objects.order_by("pk").values_list("version", flat=True))
    assert [column for column, values in before.items() if not values] == []
    keys(NEW, OLD)
    done = rotate_keys(by=None, at=AT)
    counts = {column: len(values) for column, values in before.items()}
    assert (done.renewed, done.left, done.unopened) == (counts, 0, [])
    total = sum(counts.values())
    assert recorded() == [
        *trail,
        entry("keys-rotated", Volunteer(pk=None), by=None, at=AT, renewed=total, left=0) | {"object_id": ""},
    ]
    keys(NEW)
    assert opened() == before
    assert list(Volunteer.objects.order_by("pk").values_list("version", flat=True)) == versions
    assert sum(rotate_keys(by=None, at=AT).renewed.values()) == 0


@pytest.mark.django_db
def test_the_command_ends_with_nothing_left(keys: Callable[..., None]) -> None:
    two_units()
    keys(NEW, OLD)
    first, second = manage("rotate_keys"), manage("rotate_keys", "--json")
    assert (first.code, first.out.splitlines()[-1]) == (0, "0 rows under an old key")
    assert "volunteers.Volunteer.phone_sealed: 10" in first.out
    assert (second.code, second.json["left"], set(second.json["renewed"].values())) == (0, 0, {0})


@pytest.mark.django_db
def test_what_does_not_open_is_left_and_named(keys: Callable[..., None]) -> None:
    school = two_units()
    keys(made_key(22))
    lost = stored_person(school.ours.unit_year, on_a_roster(4001))
    keys(NEW, OLD)
    done = rotate_keys(by=None, at=AT)
    columns = [f"volunteers.Volunteer.{name}_sealed {lost.pk}" for name in ("document_number", "phone")]
    assert ([fault.split(":")[0] for fault in done.unopened], done.left) == (columns, 2)
    assert lost.document_number_sealed == bytes(Volunteer.objects.get(pk=lost.pk).document_number_sealed)
    keys(NEW)
    assert Volunteer.objects.exclude(pk=lost.pk)[0].clear_document_number()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_while_rotating(keys: Callable[..., None], moment: float) -> None:
    """Every value opens with one of the two keys; the next run ends the work."""
    unit_year = stored_unit(stored_campaign())
    clear = {stored_person(unit_year, on_a_roster(serial)).pk: serial for serial in range(1, PEOPLE)}
    keys(NEW, OLD)
    killed(lambda: rotate_keys(by=None, at=AT), after=0.05 + moment)
    people = Volunteer.objects.all()
    assert {person.pk: person.clear_document_number() for person in people} == {
        pk: on_a_roster(serial).document_number for pk, serial in clear.items()
    }
    assert all(person.clear_phone() for person in people)
    assert (rotate_keys(by=None, at=AT).left, AuditEntry.objects.filter(action="keys-rotated").count() in (1, 2)) == (
        0,
        True,
    )
    keys(NEW)
    assert [person.pk for person in Volunteer.objects.all() if not person.clear_phone()] == []


def said(faults: list[CheckMessage]) -> list[str]:
    """The settings that faults name."""
    return [fault.msg.split()[0].strip(":") for fault in faults]


@pytest.mark.django_db
def test_the_start_looks_at_every_sealed_column(keys: Callable[..., None], settings: Any) -> None:
    everything_sealed()
    assert (keys_fit(databases=["default"]), keys_fit()) == ([], [])
    keys(NEW)
    faults = keys_fit(databases=["default"])
    assert said(faults) == ["ENCRYPTION_KEYS"] * len(list(sealed_fields()))
    keys("short")
    assert said(keys_fit(databases=["default"])) == ["ENCRYPTION_KEYS"]
    keys(OLD)
    settings.FINGERPRINT_KEY = NEW
    assert said(keys_fit(databases=["default"])) == ["FINGERPRINT_KEY"]


@pytest.mark.django_db
def test_a_changed_value_is_told_from_a_wrong_key(keys: Callable[..., None]) -> None:
    everything_sealed()
    models.QuerySet(Submission).update(content_sealed=encrypt("anything", "elsewhere"))
    (fault,) = keys_fit(databases=["default"])
    assert (fault.hint, RosterImport.objects.exists()) == ("Restore it from a backup.", True)


@pytest.mark.django_db
def test_a_wrong_key_is_noticed_before_anything_is_stored(keys: Callable[..., None], settings: Any) -> None:
    """The first start leaves a proof; later ones, and the page that is asked whether all is well, look at it."""
    assert readiness() == (True, [])
    keep_key_proof()
    assert readiness() == (True, [])
    keys(NEW)
    assert readiness() == (False, ["ENCRYPTION_KEYS"])
    keep_key_proof()
    assert readiness() == (False, ["ENCRYPTION_KEYS"])
    keys(NEW, OLD)
    assert rotate_keys(by=None, at=AT).left == 0
    keys(NEW)
    assert readiness() == (True, [])
    settings.FINGERPRINT_KEY = OLD
    assert readiness() == (False, ["FINGERPRINT_KEY"])


def readiness() -> tuple[bool, list[str]]:
    """What /readyz asks about the keys, and what the start says of them."""
    return watching.keys(AT).is_well, said(keys_fit(databases=["default"]))


def test_it_is_there_after_the_first_start(tmp_path: Path) -> None:
    first = filled_with_nothing(tmp_path / "data")
    for environment, code in ((first, 0), (first | {"ENCRYPTION_KEYS": NEW}, 1), (first, 0)):
        assert ran(environment, "-c", "import volunteer_portal.wsgi").returncode == code


def filled_with_nothing(folder: Path) -> dict[str, str]:
    """The environment of a portal whose tables are all empty."""
    folder.mkdir(mode=0o700)
    environment = production(folder)
    for words in (("migrate",), ("createcachetable",)):
        assert ran(environment, "manage.py", *words, "--verbosity", "0").returncode == 0
    return environment
