"""The rows of long tables, drawn in Python: a template asks each column for its header and attributes at every cell."""

from collections.abc import Callable
from inspect import signature
from operator import attrgetter, methodcaller
from typing import Any

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
    return methodcaller(f"get_{name}_display") if model._meta.get_field(name).choices else attrgetter(name)
