"""Days as the office writes them."""

from datetime import date, datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

register = template.Library()
WEEKDAYS = "一二三四五六日"


@register.simple_tag
def day_with_weekday(day: date) -> str:
    """11月14日（周三）, or in English Wed 14 Nov."""
    if get_language() == "en":
        return date_format(day, "D j M")
    return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


@register.filter
def short_day(day: date) -> str:
    """11月14日, or in English 14 Nov."""
    day = timezone.localtime(day).date() if isinstance(day, datetime) else day
    return date_format(day, "j M") if get_language() == "en" else f"{day.month}月{day.day}日"


@register.filter
def last_moment(deadline: datetime) -> str:
    """The end of a time as people say it: 11月14日24:00, not the midnight of the day after."""
    moment = timezone.localtime(deadline)
    if moment.hour or moment.minute:
        return f"{short_day(moment)} {moment:%H:%M}"
    return f"{short_day(moment - timedelta(minutes=1))} 24:00"
