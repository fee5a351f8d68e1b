"""Which unit a page is about."""

from django.shortcuts import get_object_or_404

from accounts.access import Request
from units.models import UnitYear


def visited_unit(request: Request, code: str) -> UnitYear:
    """The unit of this code in the current campaign if the visitor may see it; otherwise 404, as if there were none."""
    units = (
        UnitYear.objects.visible_to(request.user)
        .for_campaign()
        .select_related("unit", "campaign", "team", "count_confirmed_by")
    )
    return get_object_or_404(units, unit__code=code)
