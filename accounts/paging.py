"""Long lists by key: a page begins behind a row, so that the thousandth costs what the first does.

The address holds the row's primary key only; what the list is sorted by (a name, a number) is read from the row itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.http import HttpRequest
from django_tables2 import RequestConfig, Table
from django_tables2.rows import BoundRows

Row = TypeVar("Row", bound=Model)
BACK = "-"


@dataclass(frozen=True, slots=True)
class Stretch(Generic[Row]):
    """Some rows of a list, and the keys of the stretches before and behind them; empty where there are none."""

    rows: Sequence[Row]
    before: str
    behind: str


def stretch(listed: "QuerySet[Row]", key: str, size: int) -> Stretch[Row]:
    """The rows behind the one with this key; with a minus before it, those before; the first ones without a key."""
    names = order_of(listed)
    backwards, anchor = key.startswith(BACK), anchor_of(listed, key.removeprefix(BACK), names)
    if anchor is None:
        backwards = False
    order = [(name, is_down != backwards) for name, is_down in names]
    found = listed.filter(behind(order, anchor)) if anchor else listed
    rows = list(found.order_by(*(by(name, is_down) for name, is_down in order))[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    has_before, has_behind = (more, bool(rows)) if backwards else (anchor is not None, more)
    return Stretch(
        rows,
        f"{BACK}{rows[0].pk}" if rows and has_before else "",
        str(rows[-1].pk) if rows and has_behind else "",
    )


def order_of(listed: "QuerySet[Any]") -> list[tuple[str, bool]]:
    """What a list is sorted by, at last by the primary key, and whether downwards."""
    named = [str(name) for name in listed.query.order_by or listed.model._meta.ordering]
    order = [(name.lstrip("-"), name.startswith("-")) for name in named if name.lstrip("-") not in ("pk", "id")]
    return [*order, ("pk", bool(named) and named[-1] in ("-pk", "-id"))]


def anchor_of(listed: "QuerySet[Any]", key: str, names: list[tuple[str, bool]]) -> dict[str, Any] | None:
    """What the list is sorted by, of the row with this key; None when it is not on the list."""
    try:
        return listed.order_by().filter(pk=key).values(*(name for name, _is_down in names)).first() if key else None
    except (ValueError, ValidationError):
        return None


def by(name: str, is_down: bool) -> OrderBy:
    """Sorted alike by every database: what is empty comes first."""
    return F(name).desc(nulls_last=True) if is_down else F(name).asc(nulls_first=True)


def behind(order: list[tuple[str, bool]], anchor: dict[str, Any]) -> Q:
    """Rows that come later than the anchor: later by the first key, or equal and later by the others."""
    (name, is_down), *rest = order
    value = anchor[name]
    if value is None:
        later = Q(pk__in=[]) if is_down else Q(**{f"{name}__isnull": False})
        return later | Q(**{f"{name}__isnull": True}) & behind(rest, anchor)
    later = Q(**{f"{name}__{'lt' if is_down else 'gt'}": value})
    if is_down:
        later |= Q(**{f"{name}__isnull": True})
    return later | Q(**{name: value}) & behind(rest, anchor) if rest else later


class KeyPaginator:
    """Hands a table over to django-tables2 page by page."""

    def __init__(self, rows: BoundRows, per_page: int) -> None:
        self.rows, self.per_page, self.listed = rows, per_page, rows.data.data
        self.count = self.listed.count()  # len(rows) would fetch the whole list: the library does not count yet

    def page(self, key: str) -> "KeyPage":
        """The page of this key."""
        return KeyPage(self.rows, stretch(self.listed, key, self.per_page))


class KeyPage:
    """The rows of one page, and the keys of those beside it."""

    def __init__(self, rows: BoundRows, found: Stretch[Any]) -> None:
        self.object_list = BoundRows(found.rows, table=rows.table)
        self.before, self.behind = found.before, found.behind


def show_by_key(table: Table, request: HttpRequest, size: int) -> None:
    """Sort a table as the address says, and show the page of it that the address names."""
    RequestConfig(request, paginate=False).configure(table)
    table.paginate(KeyPaginator, size, page=request.GET.get("page", ""))
