"""Sentences of the rules, in the reader's language."""

from django import template
from django.utils.translation import gettext

from campaigns.sentences import sentence_of

register = template.Library()
register.simple_tag(sentence_of, name="sentence")


@register.filter
def translated(text: str) -> str:
    """A marked word or sentence without placeholders."""
    return gettext(text)
