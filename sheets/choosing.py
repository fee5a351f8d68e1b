"""The one sheet of a workbook that holds the table, and its rows (R4, R5)."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from sheets.cells import CELL_CHARACTERS, COLUMNS_READ, ROWS_READ, Cell, Line, Span, Tab
from sheets.headers import AS_USUAL, HEADER_SCAN_ROWS, Choice, Column, Header, find_header, is_blank
from sheets.outline import checked, headless_header, without_header
from sheets.problems import Problem, Refused, gettext_noop, shown

TABS = 50
NAMES_SHOWN = 10

SHEETS_TOO_MANY = gettext_noop(
    "The workbook has more than %(limit)s sheets. Please keep only the one with the table and send the file again."
)
SHEETS_NONE = gettext_noop("The workbook has no sheet with a table, so there is nothing to read.")
SHEETS_SEVERAL = gettext_noop(
    "More than one sheet holds such a table: %(sheets)s. Please keep one of them, or hide the others, and send the "
    "file again."
)
HEADER_MISSING = gettext_noop(
    "No header row was found in %(sheets)s. One of the first rows must name the columns %(columns)s."
)
HEADER_HIDDEN = gettext_noop(
    "Only the hidden sheet %(sheets)s has a header row, and hidden sheets are not read. Please unhide it and send the "
    "file again."
)
ROWS_NONE = gettext_noop(
    "There are no rows below the header in row %(row)s. Please fill in the table and send it again."
)
ROWS_TOO_MANY = gettext_noop(
    "The table has more than %(limit)s rows. Please split it into several files and send them one by one."
)
ROWS_HIDDEN = gettext_noop("%(count)s hidden rows were read too.")
CELLS_MERGED = gettext_noop("What stands in merged cells was taken for each of their rows.")
SHEETS_NOT_READ = gettext_noop("Only the sheet “%(sheet)s” was read; these were not: %(sheets)s.")
CELL_TOO_LONG = gettext_noop("This cell holds more than %(limit)s characters, so the row was not read.")


def choose(
    tabs: Sequence[Tab], columns: Sequence[Column], choice: Choice = AS_USUAL
) -> tuple[Tab, Header, list[Problem]]:
    """The only visible sheet with a complete header, that header, and what to tell about the other sheets.

    Raises `Refused` naming the sheets when there is none or more than one; `HeaderUnclear` when somebody could say
    which columns are meant.
    """
    if len(tabs) > TABS:
        raise Refused("sheets-too-many", SHEETS_TOO_MANY, {"limit": TABS})
    visible = [tab for tab in tabs if tab.visible]
    if choice.headless and visible:
        tab = _fullest(visible)
        header = headless_header(list(_top(tab)), columns, choice)
        return tab, checked(header, filled(tab.lines()), columns), _others(tab, visible)
    found = _with_headers(visible, columns, choice)
    complete = [(tab, header) for tab, header in found if not header.missing]
    if len(complete) > 1:
        raise Refused("sheets-several", SHEETS_SEVERAL, {"sheets": _names(tab for tab, _ in complete)})
    if not found:
        _refuse_without_header(tabs, visible, columns)
    tab, header = complete[0] if complete else max(found, key=lambda pair: pair[1].known)
    return tab, checked(header, filled(tab.lines()), columns), _others(tab, visible)


def _fullest(tabs: Sequence[Tab]) -> Tab:
    return max(tabs, key=lambda tab: sum(not is_blank(cell) for _, cells in _top(tab) for cell in cells))


def _with_headers(tabs: Sequence[Tab], columns: Sequence[Column], choice: Choice) -> list[tuple[Tab, Header]]:
    headers = [(tab, find_header(_top(tab), columns, choice)) for tab in tabs]
    return [(tab, header) for tab, header in headers if header]


def _top(tab: Tab) -> Iterator[Line]:
    return islice(filled(tab.lines()), HEADER_SCAN_ROWS)


def _refuse_without_header(tabs: Sequence[Tab], visible: Sequence[Tab], columns: Sequence[Column]) -> None:
    hidden = _with_headers([tab for tab in tabs if not tab.visible], columns, AS_USUAL)
    if hidden:
        raise Refused("header-hidden", HEADER_HIDDEN, {"sheets": _names(tab for tab, _ in hidden)})
    if not visible:
        raise Refused("sheets-none", SHEETS_NONE)
    wanted = "、".join(column.title for column in columns if column.required)
    refusal = Refused("header-missing", HEADER_MISSING, {"sheets": _names(visible), "columns": wanted})
    raise without_header(refusal, filled(_fullest(visible).lines()), columns)


def _others(tab: Tab, visible: Sequence[Tab]) -> list[Problem]:
    others = [other for other in visible if other is not tab and next(_top(other), None)]
    names = {"sheet": shown(tab.title), "sheets": _names(others)}
    return [Problem("sheets-not-read", SHEETS_NOT_READ, names)] if others else []


def _names(tabs: Iterable[Tab]) -> str:
    titles = [f"“{shown(tab.title)}”" for tab in tabs]
    return "、".join(titles[:NAMES_SHOWN]) + (" …" if len(titles) > NAMES_SHOWN else "")


def filled(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines that are not blank, cut at the last column that is read."""
    for row, cells in lines:
        near = cells[:COLUMNS_READ]
        if not all(map(is_blank, near)):
            yield row, near


def spread(lines: Iterable[Line], spans: Iterable[Span], own: Sequence[int]) -> Iterator[Line]:
    """The lines, with what stands in merged cells in each of their rows.

    A row with nothing in the columns `own` is no entry of its own – blank, or one more telephone of the entry above –
    and is left as it is.
    """
    waiting = sorted(spans, key=lambda span: span.first, reverse=True)
    running: dict[int, tuple[int, Cell]] = {}
    for row, cells in lines:
        while waiting and waiting[-1].first <= row:
            column, first, last = waiting.pop()
            running[column] = last, cells[column] if first == row and column < len(cells) else None
        running = {column: (last, cell) for column, (last, cell) in running.items() if last >= row}
        if running and not all(is_blank(cells[place]) for place in own if place < len(cells)):
            cells = [*cells, *[None] * (max(running) + 1 - len(cells))]
            for column, (_last, cell) in running.items():
                cells[column] = cell if is_blank(cells[column]) else cells[column]
        yield row, cells


def records(lines: Iterable[Line], header: Header, problems: list[Problem]) -> Iterator[tuple[int, list[Cell]]]:
    """The rows below the header, cells in the order of `header.places`; over-long cells go to `problems` instead.

    Raises `Refused` when there are none, not even such as could not be read, or more than 50,000.
    """
    places = [index for _, index, _ in header.places]
    count, width = 0, max(places) + 1
    for count, (row, cells) in enumerate(_below(lines, header.row), start=1):
        if count > ROWS_READ:
            raise Refused("rows-too-many", ROWS_TOO_MANY, {"limit": ROWS_READ})
        near = cells if len(cells) >= width else [*cells, *[None] * (width - len(cells))]
        chosen = [near[place] for place in places]
        text = "".join([cell for cell in chosen if cell.__class__ is str])
        if "" in chosen or " " in text or not text.isprintable():  # no other row holds a blank cell that is not None
            chosen = [None if is_blank(cell) else cell for cell in chosen]
        if len(text) > CELL_CHARACTERS and (long := _too_long(row, chosen, header)):
            problems.append(long)
        else:
            yield row, chosen
    if not count and not problems:
        raise Refused("rows-none", ROWS_NONE, {"row": header.row})


def _below(lines: Iterable[Line], header_row: int) -> Iterator[Line]:
    return filled(line for line in lines if line[0] > header_row)


def _too_long(row: int, cells: Sequence[Cell], header: Header) -> Problem | None:
    for (_, _, title), cell in zip(header.places, cells, strict=True):
        if isinstance(cell, str) and len(cell) > CELL_CHARACTERS:
            return Problem("cell-too-long", CELL_TOO_LONG, {"limit": CELL_CHARACTERS}, row, title, shown(cell))
    return None


def hidden_notice(count: int) -> list[Problem]:
    """What to tell when a filter or the sender has hidden rows: they were read all the same."""
    return [Problem("rows-hidden", ROWS_HIDDEN, {"count": count})] if count else []


def whole_lines(tab: Tab, header: Header, columns: Sequence[Column]) -> tuple[Iterator[Line], list[Problem]]:
    """The lines with the cells filled in that people merged downwards below the header, and the notice of it."""
    spans = [span for span in tab.merged() if span.first > header.row and span.column < COLUMNS_READ]
    if not spans:
        return tab.lines(), []
    required = {column.key for column in columns if column.required}
    own = [place for key, place, _title in header.places if key in required]
    return spread(tab.lines(), spans, own), [Problem("cells-merged", CELLS_MERGED)]
