"""Units and contacts in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from accounts.audit import record
from units.models import StaffContact, Unit, UnitYear


class RecordedAdmin(admin.ModelAdmin):
    """Stores, and writes down that it was done; nothing is deleted that papers hang on."""

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        """Store and record the changed fields."""
        super().save_model(request, obj, form, change)
        action = f"{obj._meta.model_name}-{'changed' if change else 'created'}"
        record(action, obj, by=request.user, at=timezone.now(), fields=form.changed_data)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never here."""
        return False


class ContactInline(admin.TabularInline):
    """Who works for the unit, to read: invitations and hand-overs have their own pages, where access ends at once."""

    model = StaffContact
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By invitation only."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By hand-over or by ending the access only."""
        return False


@admin.register(Unit)
class UnitAdmin(RecordedAdmin):
    """Units with their contacts."""

    list_display = ("code",)
    search_fields = ("code", "years__name")
    inlines = (ContactInline,)


@admin.register(UnitYear)
class UnitYearAdmin(RecordedAdmin):
    """The lines of Attachment 1, with waivers and extensions."""

    list_display = (
        "position",
        "unit",
        "name",
        "kind",
        "standard_name",
        "has_students",
        "extended_until",
        "waiver_reason",
    )
    list_display_links = ("name",)
    list_filter = ("campaign", "kind", "is_college", "has_students")
    search_fields = ("name", "standard_name", "unit__code")
    exclude = ("staff", "students", "party_members", "counted_on", "count_source")
    list_select_related = ("unit",)
