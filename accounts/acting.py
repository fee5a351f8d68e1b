"""From a form to an act."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError


def accepted(form: forms.BaseForm, act: Callable[[], object]) -> bool:
    """Whether the form is in order and the act went through; what the act refuses is put where the user can mend it."""
    if not form.is_valid():
        return False
    try:
        act()
    except ValidationError as refusal:
        for field, errors in refusal.update_error_dict({}).items():
            form.add_error(field if field in form.fields else None, errors)
        return False
    return True
