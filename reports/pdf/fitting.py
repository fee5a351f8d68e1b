"""Text into its box: on one line, smaller, or on several lines, but never over the edge."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from reports.pdf.faces import Lettering, MissingGlyph
from reports.tables import Align, Cell, Column

LEADING = 1.22
MIDDLE = 0.38  # of the size: from the base line up to the middle of a Chinese character
EVENING = 250  # thousandths of the size
PADDING = 0.25  # of the size, on either side
TALLEST = 150.0  # points; a longer text is set smaller
LEAST_SHRINK = 0.8
REMEMBERED = 2048
BREAKS = "\r\n\t"
NEW_LINE = "000a"  # in codes; between ASCII letters it stands for nothing else
DIGITS_ALIKE = str.maketrans("123456789", "0" * 9)  # all digits are equally wide
# a run of Latin letters or digits stays together, a closing mark stays with what it closes
UNBREAKABLE = re.compile(r"(?:[0-9A-Za-z_.*+-]+@?|.)[，。、；：？！）》」』”’%]*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """Text set on one or more lines of one size."""

    lines: tuple[str, ...]
    size: float

    @property
    def height(self) -> float:
        """From the top of the first line to the foot of the last."""
        return len(self.lines) * self.size * LEADING


@dataclass(frozen=True, slots=True)
class Placed:
    """A block as it stands in a box: where its first base line begins, from left edge and middle, and what is drawn."""

    height: float
    left: float
    rise: float
    size: str
    content: str


def on_one_line(text: str) -> str:
    """Text whose place has no room for a second line."""
    return re.sub(f"[{BREAKS}]", " ", text)


def fit(
    text: str,
    lettering: Lettering,
    width: float,
    size: float,
    *,
    wraps: bool = True,
    tallest: float = TALLEST,
    balanced: bool = False,
) -> Block:
    """Text for a box this wide: one line if it can be, else narrower or broken, at worst tiny, always inside."""
    text = text.replace("\r\n", "\n").replace("\t", " ")
    whole = lettering.width(text.replace("\n", ""))
    if "\n" not in text:
        if whole * size <= width * 1000:
            return Block((text,), size)
        if not wraps and whole * size * LEAST_SHRINK <= width * 1000:
            return Block((text,), width * 1000 / whole)
    size = min(size, math.sqrt(tallest * width * 1000 / LEADING / max(whole, 1)) * 1.1)
    while True:
        room = width * 1000 / size
        lines = broken(text, lettering, room)
        if len(lines) * size * LEADING <= tallest:
            return Block(tuple(evened(text, lettering, room, lines) if balanced else lines), size)
        size *= 0.95


def evened(text: str, lettering: Lettering, room: float, lines: list[str]) -> list[str]:
    """As many lines, but of nearly equal length: 审核/状态, not 审核状/态."""
    at_slash = broken(text.replace("/", "/\n"), lettering, room)
    if "/" in text and len(at_slash) == len(lines):
        return at_slash
    narrower = lettering.width(text.replace("\n", "")) / len(lines)
    while narrower < room:
        tried = broken(text, lettering, narrower)
        if len(tried) == len(lines):
            return tried
        narrower += EVENING
    return lines


def placed(block: Block, lettering: Lettering, width: float, align: Align) -> Placed:
    """The block's lines one below the other in a box this wide."""
    size = f"{block.size:.2f}"
    indents = [
        indent(align, lettering.width(line) * block.size / 1000, width, PADDING * block.size) for line in block.lines
    ]
    content: list[str] = []
    for line, start, before in zip(block.lines, indents, [indents[0], *indents], strict=False):
        step = f"{start - before:.2f} {-block.size * LEADING:.2f} Td" if content else ""
        content.append(f"{step}[{lettering.members(line, size)}]TJ")
    rise = block.height / 2 - block.size * (LEADING / 2 + MIDDLE)
    return Placed(block.height, indents[0], rise, size, " ".join(content))


def broken(text: str, lettering: Lettering, room: float) -> list[str]:
    """The lines of text when a line holds so many thousandths of the size."""
    lines = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for piece in UNBREAKABLE.findall(paragraph):
            needed = lettering.width(piece)
            if used + needed > room and line:
                lines.append(line)
                line, used = "", 0
            while needed > room and len(piece) > 1:
                held = held_by(piece, lettering, room)
                lines.append(piece[:held])
                needed -= lettering.width(piece[:held])
                piece = piece[held:]
            line, used = line + piece, used + needed
        lines.append(line)
    return lines


def held_by(piece: str, lettering: Lettering, room: float) -> int:
    """How many characters of an unbreakable piece longer than a line go onto the line, at least one."""
    used = 0
    for place, character in enumerate(piece):
        used += lettering.widths[character]
        if used > room:
            return max(place, 1)
    return len(piece)


class Lane(dict[Cell, str]):
    """One column on paper: a cell → members of the row's TJ array, as wide as the column in all.

    A cell that needs more than its line leaves its place empty in the array and stands in `blocks` instead.
    """

    def __init__(self, column: Column, width: float, size: float, lettering: Lettering) -> None:
        self.column = column
        self.width = width
        self.size = size
        self.lettering = lettering
        self.shown_size = f"{size:.2f}"
        self.total = round(width * 1000 / size)
        self.padding = round(PADDING * 1000)
        self.blocks: dict[Cell, Placed] = {}
        self.gaps: dict[str, tuple[str, str]] = {}  # before and after numbers that differ in their digits only

    def shown(self, column: Sequence[Cell]) -> list[str]:
        """Some cells of the column; numbers that nobody else has are written together, not one by one."""
        if len(self) + len(self.gaps) > REMEMBERED:
            for memory in (self, self.blocks, self.gaps):
                memory.clear()
        if column[0] not in self and self.column.kind != "quantity":
            together = "\n".join(column)  # type: ignore[arg-type]  # all text
            if together.isascii():
                gaps = list(map(self.gaps.get, together.translate(DIGITS_ALIKE).split("\n")))
                texts = together.encode("utf-16-be").hex().split(NEW_LINE)
                if None not in gaps and len(texts) == len(column):
                    return [f"{gap[0]}{text}{gap[1]}" for gap, text in zip(gaps, texts, strict=True) if gap]
        return list(map(self.__getitem__, column))

    def __missing__(self, cell: Cell) -> str:
        """The cell's text with the gaps before and after it, remembered for a while."""
        text = str(cell)
        gaps = self.gaps.get(text.translate(DIGITS_ALIKE)) if text.isascii() else None
        shown = f"{gaps[0]}{text.encode('utf-16-be').hex()}{gaps[1]}" if gaps else self.measured(cell, text)
        self[cell] = shown
        return shown

    def measured(self, cell: Cell, text: str) -> str:
        """A text with its gaps, or its empty place and a block besides."""
        try:
            width = self.lettering.width(text)
        except MissingGlyph as missing:
            if missing.character not in BREAKS:
                raise
            width = self.total  # a text of several lines is never narrow enough for one
        if width > self.total - 2 * self.padding:
            self.blocks[cell] = self.block(text)
            return f"{-self.total} "
        before = int(indent(self.column.align, width, self.total, self.padding))
        after = before + width - self.total
        if text.isascii():
            self.gaps[text.translate(DIGITS_ALIKE)] = f"{-before}<", f">{after} "
        return f"{-before}{self.lettering.members(text, self.shown_size)}{after} "

    def block(self, text: str) -> Placed:
        """A text that needs more than its line, set into the column."""
        room = self.width - 2 * PADDING * self.size
        centred = self.column.align == "center"
        block = fit(text, self.lettering, room, self.size, wraps=self.column.wraps, balanced=centred)
        return placed(block, self.lettering, self.width, self.column.align)


def indent(align: Align, width: float, room: float, padding: float) -> float:
    """Where a text this wide begins in its room."""
    if align == "left":
        return padding
    if align == "right":
        return room - padding - width
    return (room - width) / 2
