"""Which unit a page is about."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from units.models import UnitYear


def visited_unit(request: HttpRequest, code: str) -> UnitYear:
    """The unit of this code in the current campaign, if the visitor may see it; 404 otherwise, as for one that does not exist."""
    units = UnitYear.objects.visible_to(request.user).for_campaign().select_related("unit", "campaign", "team", "count_confirmed_by")
    return get_object_or_404(units, unit__code=code)
