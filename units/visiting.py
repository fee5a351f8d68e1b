"""Which unit a page is about."""

from django.shortcuts import get_object_or_404

from accounts.access import Request
from units.models import UnitYear


def visited_unit(request: Request, code: str, *shown: str) -> UnitYear:
    """The unit of this code in the current campaign if the visitor may see it; otherwise 404, as if there were none.

    `shown`: what else of it the page shows, such as its team.
    """
    units = UnitYear.objects.visible_to(request.user).for_campaign().select_related("unit", "campaign", *shown)
    unit_year = get_object_or_404(units, unit__code=code)
    request.campaign = unit_year.campaign  # type: ignore[attr-defined]  # read once for the page and its frame
    return unit_year
