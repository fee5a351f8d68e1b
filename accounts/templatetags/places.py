"""Where the reader is."""

from django import template

register = template.Library()


@register.filter
def is_below(path: str, beginnings: str) -> bool:
    """Whether a page's address begins with one of these, separated by spaces."""
    return path.startswith(tuple(beginnings.split()))
