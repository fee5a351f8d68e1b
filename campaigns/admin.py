"""The campaign in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from accounts.audit import record
from campaigns.models import Campaign


@admin.register(Campaign)
class CampaignAdmin(admin.ModelAdmin):
    """Every number and text of the circular. Another year is opened with `manage.py open_year`."""

    list_display = ("year", "school_name", "is_current", "electronic_due_on", "paper_due_on")
    readonly_fields = ("is_current",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only the first one here; the following ones take the units along and are opened by `open_year`."""
        return not Campaign.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: people and papers hang on it."""
        return False

    def save_model(self, request: Any, obj: Campaign, form: Any, change: bool) -> None:
        """Store, make the first campaign current, and write down what changed."""
        if not change:
            obj.is_current = True
        super().save_model(request, obj, form, change)
        record("campaign-changed", obj, by=request.user, at=timezone.now(), fields=form.changed_data)
