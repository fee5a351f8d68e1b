"""Long tables, drawn in Python: a template asks each column for its header and attributes at every cell."""

from collections.abc import Callable
from functools import partial
from inspect import signature
from operator import attrgetter
from typing import Any, cast

from django import template
from django.core.cache import caches
from django.core.cache.utils import make_template_fragment_key
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django_tables2 import Table
from django_tables2.columns import BoundColumn
from django_tables2.rows import BoundRow

register = template.Library()


@register.simple_tag
def table_rows(table: Table) -> SafeString:
    """The rows of the table's page; on a phone each cell is headed by its column."""
    draws = [drawing(table, column) for column in table.columns]
    cells = (format_html("<td{}>{{}}</td>", headed(column)) for column in table.columns)
    line = format_html("<tr>{}</tr>", format_html_join("", "{}", ((cell,) for cell in cells)))
    rows = table.paginated_rows
    return format_html_join("\n", line, ([localize(draw(row)) for draw in draws] for row in rows))


@register.simple_tag(takes_context=True)
def table_head(context: dict[str, Any], table: Table) -> SafeString:
    """The heads of the columns, most of them ways to sort by them; the order is told to screen readers too.

    As long as nothing is asked for they look the same to everybody, and are drawn once.
    """
    query = context["request"].GET.copy()
    query.pop("page", None)
    if query:
        return heads(table, query)
    facts = (get_language(), type(table), table.orderable, table.order_by, *table.columns.names())
    key = make_template_fragment_key("table_head", facts)
    return cast(SafeString, caches["drawn"].get_or_set(key, partial(heads, table, query)))


def heads(table: Table, query: QueryDict) -> SafeString:
    """The heads, each leading to the page asked for in another order."""
    cells = []
    for column in table.columns:
        is_down, shown, order = column.order_by_alias.is_descending, column.header, ""
        if column.is_ordered:
            order = format_html(' aria-sort="{}"', "descending" if is_down else "ascending")
            arrow = render_to_string("parts/icon.html", {"name": "arrow-down" if is_down else "arrow-up"})
            shown = format_html("{}{}", shown, arrow)
        if column.orderable:
            query[table.prefixed_order_by_field] = column.order_by_alias.next
            shown = format_html('<a href="?{}">{}</a>', query.urlencode(), shown)
        cells.append((column.attrs["th"].as_html(), order, shown))
    return format_html_join("", '<th {} scope="col"{}>{}</th>', cells)


def headed(column: BoundColumn) -> SafeString:
    """The attributes of the column's cells: its header, for the phone, and ours; the same in every row."""
    attrs = column.attrs["td"].as_html()
    return format_html(' data-label="{}"{}', column.header, format_html(" {}", attrs) if attrs else "")


def drawing(table: Table, column: BoundColumn) -> Callable[[BoundRow], Any]:
    """What draws a cell: its method at once where it wants no more than record and value.

    The library looks at the method's signature, at the model's field and at ten facts besides for every single cell.
    """
    own: Callable[..., Any] = getattr(table, f"render_{column.name}", column.column.render)
    wanted, empty = frozenset(signature(own).parameters), column.column.empty_values
    if not column.link and not empty and wanted == {"record"}:
        return lambda row: own(record=row.record)
    read = reading(table, column)
    if column.link or read is None or not wanted <= {"record", "value"}:
        return lambda row: row.get_cell(column.name)

    def draw(row: BoundRow) -> Any:
        given = {"record": row.record, "value": read(row.record)}
        return column.default if given["value"] in empty else own(**{name: given[name] for name in wanted})

    return draw


def reading(table: Table, column: BoundColumn) -> Callable[[Any], Any] | None:
    """What reads a field of the table's own model, a choice in its words; nothing where it is another's."""
    model = table.data.model or table._meta.model
    name = str(column.accessor)
    if model is None or name not in {field.name for field in model._meta.concrete_fields}:
        return None
    read, choices = attrgetter(name), dict(model._meta.get_field(name).flatchoices)
    if not choices:
        return read
    words = {value: conditional_escape(word) for value, word in choices.items()}  # once for all rows
    return lambda record: words.get(read(record), read(record))
