"""From a form to an act."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


def accepted(form: forms.BaseForm, act: Callable[[], object]) -> bool:
    """Whether the form is in order and the act went through; what the act refuses is put where the user can mend it."""
    if not form.is_valid():
        return False
    try:
        act()
    except ValidationError as refusal:
        by_field = hasattr(refusal, "error_dict")
        faults = refusal.error_dict if by_field else {NON_FIELD_ERRORS: refusal.error_list}
        for field, errors in faults.items():
            form.add_error(field if field in form.fields else None, errors)
        return False
    return True
