"""Accounts in the admin."""

from datetime import datetime
from typing import Any

from allauth.account.admin import EmailAddress
from allauth.account.decorators import reauthentication_required
from allauth.mfa.admin import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.admin import Group  # type: ignore[attr-defined]
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from accounts.attempts import forgive
from accounts.audit import record
from accounts.first_password import link_for, send_link
from accounts.models import User
from accounts.second_factor import reset_second_factor
from accounts.sessions import end_sessions

# Roles take the place of groups, an account has one address, and second factors are their owner's own business.
admin.site.unregister([Group, EmailAddress, Authenticator])

FACTS = ("username", "name", "email", "role")
# Rights, and what they hang on: whoever is logged in with the old ones is not any more.
RIGHTS = {"role", "is_active", "username", "campus_account"}
when_changing = method_decorator(reauthentication_required(allow_get=True))


@admin.register(User)
class AccountAdmin(admin.ModelAdmin):
    """Accounts are opened by invitation and switched off, not deleted; nobody but their owner knows a password."""

    list_display = ("username", "name", "role", "email", "is_active", "last_login")
    list_filter = ("role", "is_active")
    search_fields = ("username", "name", "email")
    ordering = ("username",)
    readonly_fields = ("last_login",)
    actions = ("make_link", "reset_factor", "unlock")

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """A new account needs a name, an address and a role; its password comes by link."""
        return (*FACTS, "is_active", "campus_account", "last_login") if obj else FACTS

    def formfield_for_choice_field(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Contacts are invited on the page of their unit; here accounts of the office are opened."""
        if db_field.name == "role" and request.resolver_match.url_name == "accounts_user_add":
            kwargs["choices"] = [choice for choice in User.Role.choices if choice[0] != User.Role.CONTACT]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: what an account did stays on record."""
        return False

    @when_changing
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Whoever changes an account has shown who they are in the last ten minutes."""
        answer: HttpResponse = super().changeform_view(request, *args, **kwargs)
        return answer

    @when_changing
    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """So has whoever acts on several."""
        answer: HttpResponse = super().changelist_view(request, *args, **kwargs)
        return answer

    def save_model(self, request: Any, obj: User, form: Any, change: bool) -> None:
        """Store, write down that it was done, and end the sessions that have other rights than the account has now."""
        now = timezone.now()
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        action = "account-changed" if change else "account-created"
        ended = end_sessions([obj.pk]) if RIGHTS & set(form.changed_data) else 0
        record(action, obj, by=request.user, at=now, fields=form.changed_data, sessions=ended)
        if not change:
            self.show_link(request, obj, now)

    def show_link(self, request: Any, user: User, at: datetime) -> None:
        """Make the link, send it, and show it this once: mails get lost."""
        link = link_for(user, by=request.user, at=at)
        sentence = (
            _("The link for %(name)s was sent. If it does not arrive, hand it over: %(link)s")
            if send_link(user, link)
            else _("The mail for %(name)s could not be sent. Hand the link over another way: %(link)s")
        )
        messages.info(request, sentence % {"name": user, "link": link})

    @admin.action(description=_("Send a link with which the person chooses a password"))
    def make_link(self, request: Any, chosen: QuerySet[User]) -> None:
        """The first password, and the next one where mails do not arrive."""
        for user in chosen.filter(is_active=True):
            self.show_link(request, user, timezone.now())

    @admin.action(description=_("Take the second factor away (telephone lost)"))
    def reset_factor(self, request: Any, chosen: QuerySet[User]) -> None:
        """The next login sets up a new one."""
        for user in chosen:
            reset_second_factor(user, by=request.user, at=timezone.now())
        messages.success(request, _("Done. The next login asks for a new second factor."))

    @admin.action(description=_("Unlock after too many wrong passwords"))
    def unlock(self, request: Any, chosen: QuerySet[User]) -> None:
        """What failed before is forgotten."""
        for user in chosen:
            record("account-unlocked", user, by=request.user, at=timezone.now(), attempts=forgive(user))
        messages.success(request, _("Unlocked."))
