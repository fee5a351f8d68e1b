"""From a form to an act: what the act refuses stands where the user can mend it."""

from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError

from accounts.acting import accepted


class NameForm(forms.Form):
    """Anything with a field."""

    name = forms.CharField()


ONE, TWO = ValidationError("One.", code="one"), ValidationError("Two.", code="two")


@pytest.mark.parametrize(
    ("refusal", "expected"),
    [
        (ONE, {"__all__": ["one"]}),
        (ValidationError([ONE, TWO]), {"__all__": ["one", "two"]}),
        (ValidationError({"name": ONE}), {"name": ["one"]}),
        (ValidationError({"name": [ONE, TWO]}), {"name": ["one", "two"]}),
        (ValidationError({"__all__": ONE}), {"__all__": ["one"]}),
        (ValidationError({"elsewhere": ONE, "name": TWO}), {"__all__": ["one"], "name": ["two"]}),
        (ValidationError("Plain."), {"__all__": [None]}),
    ],
)
def test_what_the_act_refuses(refusal: ValidationError, expected: dict[str, list[Any]]) -> None:
    def act() -> None:
        raise refusal

    form = NameForm({"name": "王芳"})
    assert accepted(form, act) is False
    assert {field: [error.code for error in found] for field, found in form.errors.as_data().items()} == expected


def test_accepted() -> None:
    done: list[str] = []
    form = NameForm({"name": "王芳"})
    assert accepted(form, lambda: done.append(form.cleaned_data["name"])) is True
    assert (done, form.errors) == (["王芳"], {})


def test_a_form_that_is_not_in_order_is_not_acted_on() -> None:
    done: list[str] = []
    form = NameForm({"name": ""})
    assert accepted(form, lambda: done.append("done")) is False
    assert (done, list(form.errors)) == ([], ["name"])


def test_other_errors_are_not_swallowed() -> None:
    def act() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        accepted(NameForm({"name": "王芳"}), act)
