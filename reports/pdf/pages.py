"""The pages of a table: header on every page, rows as high as their text, the signature below a row, not alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, islice, pairwise
from typing import NamedTuple

from reports.pdf.drawing import Drawing
from reports.pdf.faces import Lettering, MissingGlyph
from reports.pdf.fitting import Block, Lane, Placed, fit, on_one_line
from reports.tables import Row, Table, header_cells, header_rows, spans

WIDTH, HEIGHT = 841.89, 595.28  # A4 landscape, in points
SIDE, TOP, BOTTOM = 34.0, 36.0, 42.0
INNER = WIDTH - 2 * SIDE
LEAST_SIZE, MOST_SIZE = 6.5, 10.5
ROWS_AT_ONCE = 128
ROW_HEIGHT = 19.0
AIR, HEADER_AIR = 4.0, 6.0  # above and below the text of a cell together
LABEL_SIZE, TITLE_SIZE, PARTICULARS_SIZE, SIGNATURE_SIZE, NOTE_SIZE, CONTINUED_SIZE = 12.0, 18.0, 10.5, 11.0, 9.0, 9.5
SIGNATURE_HEIGHT = 40.0
ACROSS = f"{SIDE:.2f} {{0:.2f}} m {WIDTH - SIDE:.2f} {{0:.2f}} l"  # a rule over the whole table


class Line(NamedTuple):
    """A row ready to be placed: its height, its one-line cells as TJ members, and the cells that need more."""

    height: float
    members: str
    blocks: list[tuple[int, Placed]]


@dataclass(frozen=True, slots=True)
class Foot:
    """What follows the last row: totals, signature and notes, with the height they take."""

    totals: Row | None
    notes: list[Block]
    height: float


def row_height(blocks: list[tuple[int, Placed]]) -> float:
    """How high a row is whose cells need so much."""
    return max(ROW_HEIGHT, *(block.height + AIR for _place, block in blocks)) if blocks else ROW_HEIGHT


class Pages:
    """Composes the pages of one table, and notes the last row of each."""

    def __init__(self, table: Table, lettering: Lettering, bottom: float = BOTTOM) -> None:
        self.table = table
        self.bottom = bottom
        self.ends: list[int] = []
        self.lettering = lettering
        widths = [column.width for column in table.columns]
        self.size = min(MOST_SIZE, max(LEAST_SIZE, 2 * INNER / sum(widths)))
        self.edges = [round(SIDE + place * INNER / sum(widths), 1) for place in accumulate(widths, initial=0.0)]
        self.lanes = [
            Lane(column, right - left, self.size, lettering)
            for column, (left, right) in zip(table.columns, pairwise(self.edges), strict=True)
        ]
        self.header = self.header_blocks()
        self.header_heights = self.measured_header()

    def contents(self) -> Iterator[str]:
        """The content of each page, drawn as the rows come."""
        held: list[Line] = []
        drawing, room = self.start(first=True)
        top, left_over, count = room, room - self.bottom, 0
        for line in self.measured():
            count += 1
            if held and line.height > left_over:
                self.draw_rows(drawing, top, held)
                self.ends.append(count - 1)
                yield drawing.content
                drawing, top = self.start(first=False)
                held, left_over = [], top - self.bottom
            held.append(line)
            left_over -= line.height
        foot = self.foot(count)
        if foot.height > left_over:
            kept = held[-1:] if len(held) > 1 else []
            self.draw_rows(drawing, top, held[: len(held) - len(kept)])
            self.ends.append(count - len(kept))
            yield drawing.content
            drawing, top = self.start(first=False)
            held = kept
        self.draw_foot(drawing, self.draw_rows(drawing, top, held), foot)
        self.ends.append(count)
        yield drawing.content

    def measured(self) -> Iterator[Line]:
        """All rows, measured some at a time."""
        rows, done = iter(self.table.rows), 0
        while some := list(islice(rows, ROWS_AT_ONCE)):
            yield from self.lines(some, done + 1)
            done += len(some)

    def lines(self, rows: list[Row], number: int) -> list[Line]:
        """Some rows, the first of them of this number; raises MissingGlyph with the number of the row."""
        columns = list(zip(*rows, strict=True))
        try:
            shown = [lane.shown(column) for lane, column in zip(self.lanes, columns, strict=True)]
        except MissingGlyph as missing:
            if len(rows) == 1:
                raise MissingGlyph(missing.character, number) from None
            half = len(rows) // 2
            return self.lines(rows[:half], number) + self.lines(rows[half:], number + half)
        blocks: list[list[tuple[int, Placed]]] = [[] for _row in rows]
        for place, (lane, column) in enumerate(zip(self.lanes, columns, strict=True)):
            if lane.blocks:
                for found, cell in zip(blocks, column, strict=True):
                    if cell in lane.blocks:
                        found.append((place, lane.blocks[cell]))
        members = map("".join, zip(*shown, strict=True))
        return [Line(row_height(found), text, found) for text, found in zip(members, blocks, strict=True)]

    def start(self, *, first: bool) -> tuple[Drawing, float]:
        """A new page with its head, and where its rows begin."""
        if first:
            drawing = Drawing(self.lettering)
            return drawing, self.draw_header(drawing, self.draw_title(drawing))
        drawing, top = self.continued
        return drawing.copy(), top

    @cached_property
    def continued(self) -> tuple[Drawing, float]:
        """The head of every page but the first."""
        drawing = Drawing(self.lettering)
        return drawing, self.draw_header(drawing, self.draw_continued(drawing))

    def draw_title(self, drawing: Drawing) -> float:
        """Label, title and particulars of the first page."""
        top = HEIGHT - TOP
        drawing.line(SIDE, top - LABEL_SIZE, self.table.label, LABEL_SIZE)
        title = fit(self.table.title, self.lettering, INNER, TITLE_SIZE, wraps=False, tallest=60)
        drawing.block(title, SIDE, top - 14, INNER, title.height + 6, bold=True)
        top -= 14 + title.height + 6
        return self.draw_particulars(drawing, top)

    def draw_particulars(self, drawing: Drawing, top: float) -> float:
        """The 填报单位 line, its parts spread over the width; one below the other when they are too long."""
        parts = [on_one_line(part) for part in self.table.particulars]
        widths = [self.lettering.width(part) * PARTICULARS_SIZE / 1000 for part in parts]
        gap = (INNER - sum(widths)) / max(len(parts) - 1, 1)
        if gap < PARTICULARS_SIZE:
            whole = fit("　".join(parts), self.lettering, INNER, PARTICULARS_SIZE)
            drawing.block(whole, SIDE, top, INNER, whole.height, align="left")
            return top - whole.height - 6
        left = SIDE
        for part, width in zip(parts, widths, strict=True):
            drawing.line(left, top - PARTICULARS_SIZE - 2, part, PARTICULARS_SIZE)
            left += width + gap
        return top - PARTICULARS_SIZE - 9

    def draw_continued(self, drawing: Drawing) -> float:
        """The short line above the header of the following pages."""
        text = f"{self.table.label}　{self.table.title}（续）"
        title = fit(text, self.lettering, INNER, CONTINUED_SIZE, wraps=False, tallest=30)
        drawing.block(title, SIDE, HEIGHT - TOP, INNER, title.height, align="left")
        return HEIGHT - TOP - title.height - 4

    def header_blocks(self) -> list[Block]:
        """The header's titles, each broken for its columns."""
        blocks = []
        for cell in header_cells(self.table.columns):
            width = self.edges[cell.column + cell.columns] - self.edges[cell.column]
            blocks.append(fit(cell.title, self.lettering, width - self.size * 0.4, self.size, balanced=True))
        return blocks

    def measured_header(self) -> list[float]:
        """The heights of the header's rows."""
        cells = header_cells(self.table.columns)
        heights = [ROW_HEIGHT] * header_rows(self.table.columns)
        for cell, block in zip(cells, self.header, strict=True):
            lacking = block.height + HEADER_AIR - sum(heights[cell.row : cell.row + cell.rows])
            heights[cell.row + cell.rows - 1] += max(0, lacking)
        return heights

    def draw_header(self, drawing: Drawing, top: float) -> float:
        """The header, and where it ends."""
        tops = [top, top - self.header_heights[0], top - sum(self.header_heights)]
        for cell, block in zip(header_cells(self.table.columns), self.header, strict=True):
            left, width = self.edges[cell.column], self.edges[cell.column + cell.columns] - self.edges[cell.column]
            height = sum(self.header_heights[cell.row : cell.row + cell.rows])
            drawing.frame(left, tops[cell.row], width, height)
            drawing.block(block, left, tops[cell.row], width, height, bold=True)
        return top - sum(self.header_heights)

    def draw_rows(self, drawing: Drawing, top: float, lines: list[Line]) -> float:
        """The rows and their grid, and where they end."""
        below = top
        for line in lines:
            middle = below - line.height / 2
            drawing.row(SIDE, middle, line.members, self.size)
            for place, block in line.blocks:
                drawing.put(block, self.edges[place], middle)
            below -= line.height
            drawing.rules.append(ACROSS.format(below))
        for edge in self.edges if lines else []:
            drawing.rule(edge, top, edge, below)
        return below

    def foot(self, count: int) -> Foot:
        """What follows so many rows."""
        totals = self.table.total_row(count)
        notes = [fit(note, self.lettering, INNER, NOTE_SIZE) for note in self.table.notes]
        height = (ROW_HEIGHT if totals else 0) + SIGNATURE_HEIGHT + sum(note.height + 2 for note in notes)
        return Foot(totals, notes, height)

    def draw_foot(self, drawing: Drawing, top: float, foot: Foot) -> None:
        """Totals, signature and notes."""
        for start, columns, content in spans(foot.totals or ()):
            left, width = self.edges[start], self.edges[start + columns] - self.edges[start]
            drawing.frame(left, top, width, ROW_HEIGHT)
            room = width - self.size * 0.4
            block = fit(str(content), self.lettering, room, self.size, wraps=False, tallest=ROW_HEIGHT)
            drawing.block(block, left, top, width, ROW_HEIGHT, bold=True)
        top -= ROW_HEIGHT if foot.totals else 0
        signature = fit(self.table.signature, self.lettering, INNER, SIGNATURE_SIZE, tallest=SIGNATURE_HEIGHT)
        drawing.block(signature, SIDE, top, INNER, SIGNATURE_HEIGHT, align="right")
        top -= SIGNATURE_HEIGHT
        for note in foot.notes:
            drawing.block(note, SIDE, top, INNER, note.height, align="left")
            top -= note.height + 2
