"""The rows of long tables, drawn in Python: a template asks each column for its header and attributes at every cell."""

from collections.abc import Callable
from inspect import signature

from django import template
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django_tables2 import Table
from django_tables2.columns import BoundColumn
from django_tables2.rows import BoundRow

register = template.Library()


@register.simple_tag
def table_rows(table: Table) -> SafeString:
    """The rows of the table's page; on a phone each cell is headed by its column."""
    columns = [(beginning(column), drawing(table, column)) for column in table.columns]
    rows = (
        format_html_join("", "{}{}</td>", ((begins, localize(draw(row))) for begins, draw in columns))
        for row in table.paginated_rows
    )
    return format_html_join("\n", "<tr>{}</tr>", ((row,) for row in rows))


def beginning(column: BoundColumn) -> SafeString:
    """How a cell of the column begins; the attributes of ours are the same in every row."""
    attrs = column.attrs["td"].as_html()
    return format_html('<td data-label="{}"{}>', column.header, format_html(" {}", attrs) if attrs else "")


def drawing(table: Table, column: BoundColumn) -> Callable[[BoundRow], str]:
    """What draws a cell: a method that wants only the record at once, for the library examines it at every call."""
    own: Callable[..., str] | None = getattr(table, f"render_{column.name}", None)
    is_always_drawn = not (column.column.empty_values or column.link)
    if own and is_always_drawn and [*signature(own).parameters] == ["record"]:
        return lambda row: own(row.record)
    return lambda row: row.get_cell(column.name)
