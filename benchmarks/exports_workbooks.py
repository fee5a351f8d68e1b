"""Attachment 4 as a workbook, as others would write it; each returns how many bytes it wrote."""

import io
import zipfile
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side

from benchmarks.exports_material import attachment
from reports import xlsx
from reports.attachment4 import Person
from reports.sheet_rows import letters
from reports.tables import Numbered

People = Sequence[Person]
AT_ONCE = 256


def ours(people: People) -> int:
    """As the portal does it, to a reader that takes piece by piece."""
    return sum(map(len, xlsx.stream(attachment(people))))


class Nowhere(io.RawIOBase):
    """Where a file goes whose length alone is wanted."""

    length = 0

    def writable(self) -> bool:
        return True

    def write(self, content) -> int:
        self.length += len(content)
        return len(content)


def floor(people: People) -> int:
    """The least that makes a valid file at our deflate level: one template filled in, nothing looked at."""
    table, out = attachment(people), Nowhere()
    parts, styles = xlsx.shell((table,), len(people))
    sheet, below = xlsx.SHEET_PART.format(1), b'<row r="%d"' % (xlsx.first_line(table) + len(people))
    head, foot = parts[sheet].split(below, 1)
    cells = (
        f'<c r="{letters(place)}#" s="{style}" t="inlineStr"><is><t>%s</t></is></c>'
        for place, style in enumerate(styles)
    )
    template = f'<row r="#" ht="21" customHeight="1">{"".join(cells)}</row>'.split("#")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=xlsx.DEFLATE_LEVEL) as archive:
        for name in parts.keys() - {sheet}:
            archive.writestr(name, parts[name])
        with archive.open(sheet, "w") as part:
            part.write(head)
            rows = [str(line).join(template) % row for line, row in enumerate(Numbered(people), xlsx.first_line(table))]
            for start in range(0, len(rows), AT_ONCE):
                part.write("".join(rows[start : start + AT_ONCE]).encode())
            part.write(below + foot)
    return out.length


def openpyxl_write_only(people: People) -> int:
    """openpyxl's mode for many rows, the styles made once for each column."""
    table, book, out = attachment(people), Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet("附件4")
    for place, column in enumerate(table.columns):
        sheet.column_dimensions[letters(place)].width = column.width
    edge = Side(style="thin")
    patterns = []
    for column in table.columns:
        cell = WriteOnlyCell(sheet, "")
        cell.font, cell.border = Font(name="宋体", size=10.5), Border(edge, edge, edge, edge)
        cell.alignment, cell.number_format = Alignment(column.align, "center", wrap_text=column.wraps), "@"
        patterns.append(cell)
    sheet.freeze_panes, sheet.print_title_rows = "A5", "4:4"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.oddFooter.center.text = "第 &P 页  共 &N 页"
    for text in (table.label, table.title, "　".join(table.particulars)):
        sheet.append([text])
    for row in ([column.title for column in table.columns], *Numbered(people)):
        cells = []
        for text, pattern in zip(row, patterns, strict=True):
            cell = WriteOnlyCell(sheet, text)
            cell._style = pattern._style
            cells.append(cell)
        sheet.append(cells)
    sheet.append(["合计", f"{len(people)} 人"])
    sheet.append([table.signature])
    book.save(out)
    return out.tell()


def xlsxwriter_constant_memory(people: People) -> int:
    """XlsxWriter row by row."""
    import xlsxwriter  # a peer: only where it is measured

    table, out = attachment(people), io.BytesIO()
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, {"constant_memory": True, **safe})
    sheet = book.add_worksheet("附件4")
    look = {"font_name": "宋体", "font_size": 10.5, "border": 1, "valign": "vcenter", "num_format": "@"}
    formats = [
        book.add_format({**look, "align": column.align, **({"text_wrap": True} if column.wraps else {"shrink": True})})
        for column in table.columns
    ]
    bold, last = book.add_format({"bold": True, "align": "center"}), len(table.columns) - 1
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(3)
    sheet.freeze_panes(4, 0)
    sheet.set_footer("&C第 &P 页  共 &N 页")
    for line, text in enumerate((table.label, table.title, "　".join(table.particulars))):
        sheet.merge_range(line, 0, line, last, text, bold)
    for line, row in enumerate(([column.title for column in table.columns], *Numbered(people)), 3):
        sheet.set_row(line, 21)
        for place, text in enumerate(row):
            sheet.write_string(line, place, text, formats[place])
    sheet.merge_range(len(people) + 4, 1, len(people) + 4, last, f"{len(people)} 人", bold)
    sheet.merge_range(len(people) + 5, 0, len(people) + 5, last, table.signature, bold)
    book.close()
    return out.tell()


def rustpy(people: People) -> int:
    """The fastest writer in Rust on PyPI that draws head, widths, borders and print set-up."""
    from rustpy_xlsxwriter import Format, write_worksheet  # a peer: only where it is measured

    table, out = attachment(people), io.BytesIO()
    titles, last = [column.title for column in table.columns], len(table.columns) - 1
    formats = []
    for column in table.columns:
        found = Format().set_font_name("宋体").set_font_size(10.5).set_border("thin").set_align(column.align)
        formats.append(found.set_align("vertical_center").set_num_format("@"))
    head = (table.label, table.title, "　".join(table.particulars))
    write_worksheet(
        (dict(zip(titles, row, strict=True)) for row in Numbered(people)),
        out,
        sheet_name="附件4",
        freeze_row=4,
        header_row=3,
        header_format=Format().set_bold().set_border("thin").set_align("center"),
        column_widths=[column.width for column in table.columns],
        column_formats=formats,
        merge_ranges=[(line, 0, line, last, text) for line, text in enumerate(head)],
        page_setup={
            "landscape": True, "paper_size": 9, "repeat_rows": (3, 3), "fit_to_pages": (1, 0),
            "footer": "&C第 &P 页  共 &N 页",
        },
        ignore_errors=titles,
    )  # fmt: skip
    return out.tell()
