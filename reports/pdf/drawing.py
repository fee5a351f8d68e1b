"""One page's content: text and rules collected, written out as one string."""

from reports.pdf.faces import Lettering
from reports.pdf.fitting import MIDDLE, Block, Placed, placed
from reports.tables import Align

RULE = 0.5
BOLD = 0.03  # of the size: the stroke around the letters of titles and headers


class Drawing:
    """Text and rules of one page, in points from its lower left corner."""

    def __init__(self, lettering: Lettering) -> None:
        self.lettering = lettering
        self.text: list[str] = []
        self.rules: list[str] = []

    def copy(self) -> "Drawing":
        """Another drawing that begins with the same content."""
        other = Drawing(self.lettering)
        other.text, other.rules = self.text.copy(), self.rules.copy()
        return other

    def rule(self, left: float, top: float, right: float, bottom: float) -> None:
        """A thin line between two points."""
        self.rules.append(f"{left:.2f} {top:.2f} m {right:.2f} {bottom:.2f} l")

    def frame(self, left: float, top: float, width: float, height: float) -> None:
        """The outline of a box."""
        self.rules.append(f"{left:.2f} {top - height:.2f} {width:.2f} {height:.2f} re")

    def line(self, left: float, base: float, text: str, size: float) -> None:
        """A line of text on its base line."""
        self.lettering.width(text)
        shown = f"{size:.2f}"
        self.at(left, base, f"[{self.lettering.members(text, shown)}]TJ", shown)

    def block(
        self,
        block: Block,
        left: float,
        top: float,
        width: float,
        height: float,
        *,
        align: Align = "center",
        bold: bool = False,
    ) -> None:
        """Lines of text in the vertical middle of a box."""
        shown = placed(block, self.lettering, width, align)
        if bold:
            self.text.append(f"2 Tr {block.size * BOLD:.2f} w")
        self.put(shown, left, top - height / 2)
        if bold:
            self.text.append("0 Tr")

    def put(self, block: Placed, left: float, middle: float) -> None:
        """A placed block in the box with this left edge and middle."""
        self.at(left + block.left, middle + block.rise, block.content, block.size)

    def row(self, left: float, middle: float, members: str, size: float) -> None:
        """The one-line cells of a row, given as members of one TJ array."""
        self.at(left, middle - size * MIDDLE, f"[{members}]TJ", f"{size:.2f}")

    def at(self, left: float, base: float, content: str, size: str) -> None:
        """Drawing in the first font from this point on."""
        self.text.append(f"/F1 {size} Tf 1 0 0 1 {left:.2f} {base:.2f} Tm{content}")

    @property
    def content(self) -> str:
        """The page's content."""
        rules = f"{RULE} w\n" + "\n".join(self.rules) + "\nS\n" if self.rules else ""
        return f"{rules}BT\n" + "\n".join(self.text) + "\nET\n"
