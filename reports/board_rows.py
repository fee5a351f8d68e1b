"""The rows of the board: each is drawn once for what it says, for the office looks again and again at few changes."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy

from campaigns.sentences import sentence_of
from reports.board_lines import BoardLine
from reports.lights import Light
from reports.quota import NO_RATE

MEASURES = {
    "registered": gettext_lazy("Registered"),
    "party": gettext_lazy("Party members"),
    "joined": gettext_lazy("In the team"),
    "projects": gettext_lazy("Projects"),
    "team": gettext_lazy("Team"),
    "submission": gettext_lazy("Submission"),
    "paper": gettext_lazy("Signed paper"),
}
TITLES = {
    "unit": gettext_lazy("Party unit"),
    "state": gettext_lazy("Traffic light"),
    "rank": gettext_lazy("Rank"),
    **MEASURES,
}
STACKED = "stacked"  # the figure above what it is taken from


def board_row(line: BoardLine) -> SafeString:
    """A unit's row in the reader's language."""
    unit_year = line.unit_year
    return drawn(get_language(), unit_year.unit.code, unit_year.name, line.rank, tuple(line.by.values()))


@lru_cache(maxsize=4096)
def drawn(language: str, code: str, name: str, rank: int | None, lights: Iterable[Light]) -> SafeString:
    """The cells of a row, each headed by its column for the phone; counts only, no names of people."""
    whole, *measures = lights
    cells = {
        "unit": format_html('<a href="{}">{}</a>', reverse("my_unit", args=(code,)), name),
        "state": word(whole),
        "rank": rank or NO_RATE,
        **{light.measure: said(light) for light in measures},
    }
    return row_of(cells)


def row_of(cells: Mapping[str, object]) -> SafeString:
    """Cells in the order of the columns, by their keys; an empty one needs no heading on the phone."""
    drawn_cells = ((begins(key, is_headed=bool(cell)), cell) for key, cell in cells.items())
    return format_html("<tr>{}</tr>\n", format_html_join("", "{}{}</td>", drawn_cells))


def begins(key: str, *, is_headed: bool) -> SafeString:
    """How a cell of the column begins."""
    heading = format_html(' data-label="{}"', TITLES[key]) if is_headed else ""
    look = format_html(' class="{}"', STACKED) if key == "joined" else ""
    return format_html("<td{}{}>", heading, look)


def said(light: Light) -> SafeString:
    """A measure's cell: the figure, and what it means; how many are in the team has no goal."""
    shown = with_note(light.figure, light.note) if light.figure else ""
    return format_html("{}{}", shown, "" if light.measure == "joined" else word(light))


def word(light: Light) -> SafeString:
    """A light in its tone, with its sign (by the sheet) and in words; short, for there are hundreds on a page."""
    return format_html('<span class="state tone-{}">{}</span>', light.tone, sentence_of(light))


def with_note(text: str, note: str) -> SafeString:
    """A figure and, smaller, what it is taken from."""
    return format_html("{} <small>{}</small> ", text, note) if note else format_html("{} ", text)
