"""Codes of a project in official words."""

from collections.abc import Iterable

from django import template

from projects.codes import AUDIENCES, SERVICE_CATEGORIES

register = template.Library()


@register.filter
def category_words(codes: Iterable[str]) -> str:
    """The service categories."""
    return "、".join(SERVICE_CATEGORIES.get(code, code) for code in codes)


@register.filter
def audience_words(codes: Iterable[str]) -> str:
    """Whom the project is for."""
    return "、".join(AUDIENCES.get(code, code) for code in codes)
