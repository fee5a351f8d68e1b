"""Who acts, and what was done."""

import re
from typing import Any, ClassVar, NoReturn, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.seal_models import AuditSeal as AuditSeal

# Names that are tried first wherever there is a login page, and that nobody in particular bears.
nobody_in_particular = RegexValidator(
    r"^(admin|administrator|root|test|user|guest|demo)$",
    _("Choose a name that belongs to one person."),
    code="name-of-nobody",
    inverse_match=True,
    flags=re.IGNORECASE,
)


class UserManager(BaseUserManager["User"]):
    """Accounts by login name."""

    def create_user(self, username: str, password: str | None = None, **facts: Any) -> "User":
        """A new account; without a password nobody can log in to it."""
        user = self.model(username=self.model.normalize_username(username), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **facts: Any) -> "User":
        """A new administrator (`manage.py createsuperuser`), by the rules that hold for everybody."""
        facts["role"] = User.Role.ADMINISTRATOR
        nobody_in_particular(username)
        if password:
            validate_password(password, self.model(username=username, **facts))
        return self.create_user(username, password, **facts)


class User(AbstractBaseUser):
    """A person who works with the portal; knows only its role, units know their contacts."""

    class Role(models.TextChoices):
        CONTACT = "contact", _("Unit contact")
        REVIEWER = "reviewer", _("Office reviewer")
        ADMINISTRATOR = "administrator", _("Administrator")
        AUDITOR = "auditor", _("Auditor")

    class Theme(models.TextChoices):
        AUTO = "auto", _("as the device")
        LIGHT = "light", _("light")
        DARK = "dark", _("dark")

    username = models.CharField(
        _("account"),
        max_length=150,
        unique=True,
        validators=[UnicodeUsernameValidator(), nobody_in_particular],
        error_messages={"unique": _("This account name is taken. Choose another one.")},
    )
    name = models.CharField(_("full name"), max_length=50)
    email = models.EmailField(_("e-mail"), blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.CONTACT)
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("Take the tick away instead of deleting: the record of who did what stays."),
    )
    language = models.CharField(_("language"), max_length=10, blank=True, choices=settings.LANGUAGES)
    theme = models.CharField(_("colours"), max_length=5, blank=True, choices=Theme.choices)
    campus_account = models.CharField(
        _("campus account"),
        max_length=64,
        null=True,
        blank=True,
        unique=True,
        help_text=_("The name for the campus login. The person can also link it after logging in."),
        error_messages={"unique": _("This campus account belongs to another account already.")},
    )
    date_joined = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    password_since = models.DateTimeField(_("password chosen"), default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "email"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ("username",)
        constraints = (
            models.CheckConstraint(
                name="accounts_user_role_known",
                condition=models.Q(role__in=["contact", "reviewer", "administrator", "auditor"]),
                violation_error_message=_("Choose one of the four roles."),
            ),
        )

    def __str__(self) -> str:
        return self.name or self.username

    def set_password(self, raw_password: str | None) -> None:
        """Another password, and since when."""
        super().set_password(raw_password)
        self.password_since = timezone.now()

    def get_full_name(self) -> str:
        """The name people know."""
        return self.name

    @property
    def is_contact(self) -> bool:
        """Works for a unit."""
        return self.role == self.Role.CONTACT

    @property
    def is_office(self) -> bool:
        """Sees all units: reviewers and administrators."""
        return self.role in (self.Role.REVIEWER, self.Role.ADMINISTRATOR)

    @property
    def is_demo(self) -> bool:
        """Came with the demo school, passwords printed."""
        return self.username.endswith("-demo")

    @property
    def is_staff(self) -> bool:
        """May enter Django's admin: administrators only."""
        return self.is_active and self.role == self.Role.ADMINISTRATOR

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Administrators may do in the admin what the admin offers."""
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        """Administrators see every room of the admin."""
        return self.is_staff


class LoginAttempt(models.Model):
    """Somebody tried to log in and has not succeeded; which account and network it was is kept as a keyed hash only."""

    account = models.CharField(max_length=64)
    network = models.CharField(max_length=64)
    address = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("failed login")
        verbose_name_plural = _("failed logins")
        indexes = (
            models.Index(name="accounts_attempt_account", fields=["account", "at"]),
            models.Index(name="accounts_attempt_address", fields=["address", "at"]),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """Entries are read and added, never changed."""

    def visible_to(self, user: User) -> Self:
        """All for administrators and auditors, none for anybody else."""
        may_read = user.is_active and user.role in (User.Role.ADMINISTRATOR, User.Role.AUDITOR)
        return self if may_read else self.none()

    def update(self, **kwargs: Any) -> NoReturn:
        """Refused."""
        raise TypeError("Audit entries are never changed.")

    def delete(self) -> NoReturn:
        """Refused."""
        raise TypeError("Audit entries are never deleted here.")


class AuditEntry(models.Model):
    """One important act: who, when, what, on what, why. Only `accounts.audit.record` writes it; it names nobody."""

    at = models.DateTimeField(_("time"), db_index=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("account"))
    role = models.CharField(_("role"), max_length=20, blank=True)
    address = models.GenericIPAddressField(_("network address"), null=True, blank=True)
    session = models.CharField(_("session"), max_length=8, blank=True)
    request = models.CharField(_("request"), max_length=14, blank=True)
    action = models.CharField(_("act"), max_length=60)
    object_type = models.CharField(_("kind of object"), max_length=60)
    object_id = models.CharField(_("object"), max_length=60)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    detail = models.JSONField(_("details"), default=dict)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")
        ordering = ("-id",)
        indexes = (models.Index(name="accounts_audit_acts", fields=["action", "at"]),)

    def __str__(self) -> str:
        return f"{self.action} {self.object_type} {self.object_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only new entries are stored."""
        if not self._state.adding:
            raise TypeError("Audit entries are never changed.")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused."""
        raise TypeError("Audit entries are never deleted here.")
