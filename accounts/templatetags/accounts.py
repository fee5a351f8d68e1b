"""What pages about accounts need."""

import json

from django import template
from django.core.serializers.json import DjangoJSONEncoder

from accounts.campus import is_offered
from accounts.models import User
from accounts.second_factor import is_required

register = template.Library()
register.simple_tag(is_offered, name="campus_login_offered")


@register.filter
def needs_second_factor(user: User) -> bool:
    """Whether this account goes nowhere without one."""
    return is_required(user)


@register.filter
def as_json(value: object) -> str:
    """For an attribute that a script reads: the policy lets no script stand in a page."""
    return json.dumps(value, cls=DjangoJSONEncoder)
