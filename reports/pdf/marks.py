"""What every page of a unit's table bears: its version with a code that can be checked, or that it is a draft."""

from reportlab.graphics.barcode import qrencoder

from reports.pdf.drawing import Drawing
from reports.pdf.faces import Lettering
from reports.pdf.fitting import fit
from reports.tables import PaperMark

ROOM = 68.0  # points at the foot of a marked page that no row enters
SQUARE, SQUARE_BASE = 46.0, 14.0
LINE_SIZE, LINE_HEIGHT, LINE_BASE = 8.5, 12.0, 19.0
ABOVE = 50.0  # the base of another line above the two at the foot
DRAFT = "未报送"
DRAFT_SIZE, DRAFT_GREY, SLANT = 150.0, 0.9, (0.94, 0.342)  # cosine and sine of 20 degrees
DRAFT_LINES = ("草稿，尚未报送，不能作为签字盖章的纸质版。", "请先在系统中报送，再打印带校验码的版本。")


def lines(mark: PaperMark, first: int, last: int) -> tuple[str, str]:
    """What stands at the foot of a page with these rows."""
    if not mark.code:
        return DRAFT_LINES
    rows = f"{first}–{last}" if last > first else str(last)
    return f"{mark.unit}　第{mark.version}版", f"本页序号 {rows}　　校验码 {mark.code}"


def foot(mark: PaperMark, lettering: Lettering, left: float, width: float, first: int, last: int) -> str:
    """The two lines at the left of a page's foot, smaller if they have to be."""
    drawing = Drawing(lettering)
    for place, text in enumerate(reversed(lines(mark, first, last))):
        block = fit(text, lettering, width, LINE_SIZE, wraps=False)
        middle = LINE_BASE + place * LINE_HEIGHT + LINE_HEIGHT / 2
        drawing.block(block, left, middle, width, 0, align="left")
    return drawing.content


def square(address: str, right: float) -> str:
    """The address as a QR code whose right edge is there, each row of it drawn in as few strokes as it needs."""
    code = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
    code.addData(address)
    code.make()
    count = code.getModuleCount()
    side = SQUARE / count
    boxes = []
    for row, modules in enumerate(code.modules):
        bottom = SQUARE_BASE + SQUARE - (row + 1) * side
        for start, length in runs([bool(module) for module in modules]):
            boxes.append(f"{right - SQUARE + start * side:.3f} {bottom:.3f} {length * side:.3f} {side:.3f} re")
    return "\n".join([*boxes, "f", ""])


def runs(modules: list[bool]) -> list[tuple[int, int]]:
    """Where dark modules begin, and how many follow one another."""
    found: list[tuple[int, int]] = []
    for place, is_dark in enumerate(modules):
        if not is_dark:
            continue
        start, length = found[-1] if found else (-1, 0)
        if start + length == place and found:
            found[-1] = start, length + 1
        else:
            found.append((place, 1))
    return found


def watermark(lettering: Lettering, width: float, height: float) -> str:
    """未报送 in large pale letters across a page, to lie below its rows."""
    length = lettering.width(DRAFT) * DRAFT_SIZE / 1000
    along, across = SLANT
    left, base = (width - length * along) / 2, (height - length * across) / 2
    shown = f"{DRAFT_SIZE:.0f}"
    return (
        f"q {DRAFT_GREY} g BT /F1 {shown} Tf {along} {across} {-across} {along} {left:.2f} {base:.2f} Tm"
        f"[{lettering.members(DRAFT, shown)}]TJ ET Q\n"
    )
