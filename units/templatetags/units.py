"""Words about teams on pages."""

from django import template

from units.models import Team

register = template.Library()


@register.filter
def team_field(name: str) -> str:
    """A fact of a team as the form calls it."""
    return Team.label(name)
