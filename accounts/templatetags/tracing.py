"""The number of the request, for a page about an error."""

from django import template

from accounts.tracing import TRACE

register = template.Library()


@register.simple_tag
def request_number() -> str:
    """The number under which the log tells more."""
    return TRACE.get().number
