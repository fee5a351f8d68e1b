"""Accounts in the admin."""

from typing import Any

from allauth.account.admin import EmailAddress
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.audit import record
from accounts.models import User

# Roles take the place of groups, and an account has one address: neither is anybody's business here.
admin.site.unregister([Group, EmailAddress])


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Accounts are switched off, not deleted."""

    list_display = ("username", "name", "role", "email", "is_active", "last_login")
    list_filter = ("role", "is_active")
    search_fields = ("username", "name", "email")
    ordering = ("username",)
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password", "name", "email", "role", "is_active")}),
        (_("Use"), {"fields": ("last_login",)}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "name", "email", "role", "usable_password", "password1", "password2")}),
    )
    readonly_fields = ("last_login",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: what an account did stays on record."""
        return False

    def save_model(self, request: Any, obj: User, form: Any, change: bool) -> None:
        """Store, and write down that it was done."""
        super().save_model(request, obj, form, change)
        record(
            "account-changed" if change else "account-created",
            obj,
            by=request.user,
            at=timezone.now(),
            fields=form.changed_data,
        )
