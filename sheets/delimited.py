"""Tables as text: csv and txt, with commas, tabs or semicolons, in the encodings that offices write (R12; DOMAIN 6)."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice

from sheets.cells import CELL_CHARACTERS, Cell, Line
from sheets.choosing import filled
from sheets.gate import FILE_WEB_PAGE, is_markup
from sheets.headers import AS_USUAL, HEADER_SCAN_ROWS, Choice, Column, Header, find_header, is_blank
from sheets.outline import SAMPLE_ROWS, checked, headless_header, without_header
from sheets.problems import Params, Problem, Refused, gettext_noop

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
ENCODINGS = ("utf-8", "gb18030")
DELIMITERS = ",\t;"
NO_LIMIT = 2**31 - 1
END_OF_DATA = "end of data"
AS_TEXT = re.compile(r'^="([^"]*)"$')  # ="0042": so that Excel leaves the number as it is

TEXT_ENCODING = gettext_noop(
    "The file is not text in an encoding that is known here (UTF-8, GB18030 or UTF-16 with a mark). Please open it in "
    "Excel or WPS and save it as .xlsx."
)
TEXT_HEADER_MISSING = gettext_noop(
    "No header row was found: one of the first rows must name the columns %(columns)s. If the text looks garbled, the "
    "encoding is a wrong one; please save the table as .xlsx."
)
TEXT_QUOTE_OPEN = gettext_noop(
    "A quotation mark is opened in row %(row)s and never closed. Please put it right, or save the table as .xlsx."
)
TEXT_FIELD_TOO_LONG = gettext_noop(
    "A field in row %(row)s holds more than %(limit)s characters. Please shorten it and send the file again."
)
ROW_QUOTES = gettext_noop("The quotation marks in this row do not match, so it was not read.")
ROW_FIELDS_FEW = gettext_noop("This row has %(found)s fields, but the header has %(wanted)s; it was not read.")
ROW_FIELDS_MANY = gettext_noop("This row has more fields than the %(wanted)s of the header; it was not read.")


class Records:
    """The records of a text as Excel shows them: one row for each, however many lines a quoted field spans.

    What stands as ="…" is the text between. Row numbers count records, blank ones too. A record of one line with
    quotation marks inside out is left out and stands in `problems`; one that swallows further lines may hide people, so
    the whole file is `Refused`.
    """

    def __init__(self, text: str, delimiter: str) -> None:
        self.delimiter = delimiter
        self.problems: list[Problem] = []
        self.row = 0
        self.spans_lines = False
        self._text = text
        self._lines: list[str] = []

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        csv.field_size_limit(NO_LIMIT)
        reader = csv.reader(self._kept_lines(), delimiter=self.delimiter, skipinitialspace=True, strict=True)
        while True:
            self.row += 1
            self._lines.clear()
            try:
                fields = next(reader, None)
            except csv.Error as fault:
                fields = []
                self.spans_lines = len(self._lines) > 1 or END_OF_DATA in str(fault)
                self.fault("row-quotes", ROW_QUOTES, {})
            if fields is None:
                return
            if any(len(field) > CELL_CHARACTERS for field in fields):
                raise Refused("text-field-too-long", TEXT_FIELD_TOO_LONG, {"row": self.row, "limit": CELL_CHARACTERS})
            self.spans_lines = len(self._lines) > 1
            if '="' in self.line:
                fields = [AS_TEXT.sub(r"\1", field) for field in fields]
            yield self.row, fields

    def _kept_lines(self) -> Iterator[str]:
        for line in io.StringIO(self._text, newline=""):
            self._lines.append(line)
            yield line

    @property
    def line(self) -> str:
        """The record just read, as it stands in the file."""
        return "".join(self._lines).rstrip("\r\n")

    def has_stray_quote(self, field: str) -> bool:
        """Whether a field of the row just read has a quotation mark that its sender did not write as part of a text."""
        return '"' in field and '"{}"'.format(field.replace('"', '""')) not in "".join(self._lines)

    def has_swallowed_rows(self, fields: Sequence[str], width: int) -> bool:
        """Whether two stray quotation marks, one under the other, made one field of everything between them."""
        swallowed = (len(self._lines) - 1) * (width - 1)
        return self.spans_lines and any(field.count(self.delimiter) == swallowed > 0 for field in fields)

    def fault(self, code: str, message: str, params: Params) -> None:
        """Note a problem of the row just read; when it has swallowed other lines, refuse the file."""
        if self.spans_lines:
            raise Refused("text-quote-open", TEXT_QUOTE_OPEN, {"row": self.row})
        self.problems.append(Problem(code, message, params, self.row))


def decoded(content: bytes) -> str:
    """The text by its mark, else strict UTF-8, else strict GB18030; `Refused` when it is none of them or not text."""
    encodings = next(((name,) for mark, name in MARKS if content.startswith(mark)), ENCODINGS)
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused("text-encoding", TEXT_ENCODING)


def read(
    content: bytes, columns: Sequence[Column], choice: Choice = AS_USUAL
) -> tuple[Header, Iterator[Line], list[Problem]]:
    """The header, the rows below it and the rows that have too few or too many fields (the list grows while reading).

    Raises `Refused` for what is not text, is a web page, has no header or leaves a quotation mark open.
    """
    header, delimiter, text = located(content, columns, choice)
    records = Records(text, delimiter)
    return header, _whole_rows(records, header), records.problems


def located(content: bytes, columns: Sequence[Column], choice: Choice) -> tuple[Header, str, str]:
    """The header, the delimiter and the whole text; `Refused` as `read`."""
    text = decoded(content)
    if is_markup(text):
        raise Refused("file-web-page", FILE_WEB_PAGE)
    header, delimiter = _header(text, columns, choice)
    return checked(header, _top(text, delimiter), columns), delimiter, text


def _header(text: str, columns: Sequence[Column], choice: Choice) -> tuple[Header, str]:
    """The header and the delimiter that finds the most columns in it; faulty records are named later."""
    tops = {sign: _top(text, sign) for sign in DELIMITERS}
    widest = max(DELIMITERS, key=lambda sign: sum(_filled_width(cells) for _, cells in tops[sign]))
    if choice.headless:
        return headless_header(tops[widest][:HEADER_SCAN_ROWS], columns, choice), widest
    found = [(header, sign) for sign, top in tops.items() if (header := find_header(top, columns, choice))]
    if not found:
        wanted = "、".join(column.title for column in columns if column.required)
        refusal = Refused("text-header-missing", TEXT_HEADER_MISSING, {"columns": wanted})
        raise without_header(refusal, tops[widest], columns)
    return max(found, key=lambda pair: (not pair[0].missing, pair[0].known))


def _top(text: str, delimiter: str) -> list[Line]:
    """The first records as this delimiter would have them."""
    top: list[Line] = []
    with suppress(Refused):
        top.extend(islice(filled(Records(text, delimiter)), HEADER_SCAN_ROWS + SAMPLE_ROWS))
    return [(row, _cells(fields)) for row, fields in top]


def _whole_rows(records: Records, header: Header) -> Iterator[Line]:
    for row, fields in records:
        filled_width = _filled_width(fields)
        if row <= header.row or not filled_width:
            continue
        if len(fields) < header.width:
            records.fault("row-fields-few", ROW_FIELDS_FEW, {"found": len(fields), "wanted": header.width})
        elif filled_width > header.width:
            records.fault("row-fields-many", ROW_FIELDS_MANY, {"wanted": header.width})
        elif records.has_swallowed_rows(fields, header.width) or any(
            records.has_stray_quote(fields[index]) for _, index, _ in header.places
        ):
            records.fault("row-quotes", ROW_QUOTES, {})
        else:
            yield row, _cells(fields)


def _filled_width(fields: Sequence[Cell]) -> int:
    return max((place for place, field in enumerate(fields, start=1) if not is_blank(field)), default=0)


def _cells(fields: Sequence[Cell]) -> list[Cell]:
    return [field or None for field in fields]
