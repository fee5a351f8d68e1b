"""Tables become files. What draws is fetched when the first file is drawn: its libraries would slow every start down.

The first import of openpyxl and reportlab takes a quarter of the time `manage.py` needs to stand ready.
"""

from collections.abc import Iterator
from typing import Any

from reports.attachment2 import Leaflet
from reports.tables import Table


def workbook(*tables: Table, **how: Any) -> Iterator[bytes]:
    """Tables as an Excel workbook."""
    from reports import xlsx  # only here: see above

    return xlsx.stream(*tables, **how)


def paper(table: Table, **how: Any) -> Iterator[bytes]:
    """A table as a PDF of as many pages as it needs."""
    from reports import pdf  # only here: see above

    return pdf.stream(table, **how)


def page_ends(table: Table) -> tuple[int, ...]:
    """The number of the last row on each page of a table's PDF."""
    from reports import pdf  # only here: see above

    return pdf.page_ends(table)


def one_page(table: Table) -> Iterator[bytes]:
    """A table as a PDF of one page."""
    from reports.pdf import one_page  # only here: see above

    return one_page.stream(table)


def leaflet(text: Leaflet) -> Iterator[bytes]:
    """A page of text as a PDF."""
    from reports.pdf import leaflet  # only here: see above

    return leaflet.stream(text)
