"""The list of a unit's people."""

import django_filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from volunteers.models import Volunteer
from volunteers.roster.words import POLITICS


class VolunteerFilter(django_filters.FilterSet):
    """Facts that may stand in an address; names and numbers never do (SECURITY C13)."""

    status = django_filters.ChoiceFilter(choices=Volunteer.Status.choices, label=_("Status"))
    category = django_filters.ChoiceFilter(choices=Volunteer.Category.choices, label=_("Category"))

    class Meta:
        model = Volunteer
        fields = ("status", "category")


class VolunteerTable(tables.Table):
    """People with masked numbers."""

    politics = tables.Column(verbose_name=_("Political affiliation"))
    document = tables.Column(accessor="document_number_sealed", verbose_name=_("Document number"), orderable=False)
    phone = tables.Column(accessor="phone_sealed", verbose_name=_("Phone"), orderable=False)

    class Meta:
        model = Volunteer
        fields = ("name", "category", "school_number", "politics", "document", "volunteer_number", "phone", "status")
        attrs = {"class": "table card-table table-mobile-md"}
        template_name = "parts/table.html"

    def render_document(self, record: Volunteer) -> str:
        """The masked number; read here because a column that fails shows nothing, and a wrong key has to be noticed."""
        return record.masked_document_number

    def render_phone(self, record: Volunteer) -> str:
        """The masked number, where there is one."""
        return record.masked_phone or "—"

    def render_politics(self, value: str) -> str:
        """The official word."""
        return POLITICS.label(value)
