"""Letters on paper: which face has a character, how wide it is, and the part of each face a document carries.

Rare characters come from a second face. Each face becomes one Type0 font whose codes are mostly the characters' own
numbers, so text can be searched and copied, beyond the first 65,536 characters too.
"""

import hashlib
import struct
from functools import cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from string import digits
from threading import Lock

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import TTFontFace

from reports.tables import Undrawable
from sheets.problems import gettext_noop

FOLDER = Path(__file__).resolve().parent.parent / "faces"
FILES = ("NotoSerifSC-Regular.ttf", "HanaMinB.ttf")
FIRST_PRIVATE_CODE = 0xE000
LAST_PRIVATE_CODE = 0xF8FF
OUTLINES = Lock()  # a face keeps its reading position while its outlines are copied


class MissingGlyph(Undrawable):
    """A character that none of our faces can print; the export stops, nobody gets a silent box."""

    code = "missing-glyph"
    in_row = gettext_noop(
        "Row %(row)s contains the character %(character)s (%(number)s), which none of our printing faces has. "
        "Check the spelling of the name, or download the Excel file and print that."
    )
    in_heading = gettext_noop(
        "The heading or a note contains the character %(character)s (%(number)s), which none of our printing faces "
        "has. Check its spelling, or download the Excel file and print that."
    )


class Window:
    """A stretch of a mapped file that gives bytes where reportlab slices it, so that outlines are not copied whole."""

    def __init__(self, data: mmap, start: int) -> None:
        self.data = data
        self.start = start

    def __getitem__(self, part: slice) -> bytes:
        return self.data[self.start + part.start : self.start + part.stop]


class Face(TTFontFace):
    """A face read where it lies on the disk; its digits get one width, so that numbers line up in a column."""

    def __init__(self, file: str) -> None:
        self.filename = file
        with (FOLDER / file).open("rb") as opened:
            self._ttf_data = mmap(opened.fileno(), 0, access=ACCESS_READ)
        super().__init__(file)
        self.glyphToChar: dict[int, list[int]] = {}  # needed only while reading
        widest = max(self.charWidths[ord(digit)] for digit in digits)
        for digit in digits:
            glyph = self.charToGlyph[ord(digit)]
            width, bearing = self.hmetrics[glyph]
            units = round(widest * self.unitsPerEm / 1000)
            self.hmetrics[glyph] = (units, bearing + (units - width) // 2)
            self.charWidths[ord(digit)] = widest

    def get_table(self, tag: str) -> bytes | Window:
        """A table of the file; the outlines as a window."""
        return Window(self._ttf_data, self.get_table_pos(tag)[0]) if tag == "glyf" else super().get_table(tag)


@cache
def load(file: str) -> Face:
    """A face, read once in the life of the process."""
    return Face(file)


class Lettering:
    """The characters of one document: measures text, writes it in codes, and embeds what was used."""

    def __init__(self) -> None:
        self.widths = Widths(self)
        self.fonts = [Font("F1", FILES[0]), Font("F2", FILES[1])]
        self.strange: dict[str, tuple[Font, str]] = {}  # characters outside the first font or with a code not their own
        self.digit = max(self.widths[digit] for digit in digits)

    def width(self, text: str) -> int:
        """The width of text in thousandths of its size; raises MissingGlyph."""
        if text.isascii() and text.isdigit():
            return self.digit * len(text)
        return sum(map(self.widths.__getitem__, text))

    def admit(self, character: str) -> int:
        """Take a character into the document and say how wide it is."""
        number = ord(character)
        for font in self.fonts:
            if font.has(number):
                code = font.take(number)
                if font is not self.fonts[0] or code != number:
                    self.strange[character] = (font, f"{code:04x}")
                return font.width(number)
        raise MissingGlyph(character)

    def members(self, text: str, size: str) -> str:
        """Measured text as members of a TJ array in the first font at this size."""
        if not self.strange or text.isascii() or self.strange.keys().isdisjoint(text):
            return f"<{text.encode('utf-16-be').hex()}>"
        current = self.fonts[0]
        written = []
        for character in text:
            font, code = self.strange.get(character) or (self.fonts[0], f"{ord(character):04x}")
            if font is not current:
                written.append(f"]TJ/{font.name} {size} Tf[")
                current = font
            written.append(f"<{code}>")
        if current is not self.fonts[0]:
            written.append(f"]TJ/{self.fonts[0].name} {size} Tf[")
        return "".join(written)

    def embed(self, document: pdfdoc.PDFDocument) -> None:
        """Put the fonts into the document, each with the characters used."""
        for font in self.fonts:
            if font.codes:
                font.embed(document)


class Widths(dict[str, int]):
    """Width by character, asking the lettering at the first sight of each."""

    def __init__(self, lettering: Lettering) -> None:
        self.lettering = lettering

    def __missing__(self, character: str) -> int:
        width = self[character] = self.lettering.admit(character)
        return width


class Font:
    """One face in one document: the characters used, each under a code of two bytes."""

    def __init__(self, name: str, file: str) -> None:
        self.name = name
        self.file = file
        self.codes: dict[int, int] = {}
        self.next_private = FIRST_PRIVATE_CODE

    @property
    def face(self) -> Face:
        """The face itself, read when first needed."""
        return load(self.file)

    def has(self, number: int) -> bool:
        """Whether the face has a glyph; control and private characters never count as printable."""
        private = FIRST_PRIVATE_CODE <= number <= LAST_PRIVATE_CODE
        return number >= 0x20 and not private and number in self.face.charToGlyph

    def width(self, number: int) -> int:
        """The character's width in thousandths of the size."""
        return int(round(self.face.charWidths[number]))

    def take(self, number: int) -> int:
        """The code of a character: its own number, or a private one for those beyond two bytes."""
        code = number
        if number > 0xFFFF:
            code = self.next_private
            if code > LAST_PRIVATE_CODE:
                raise MissingGlyph(chr(number))
            self.next_private += 1
        self.codes[code] = number
        return code

    def embed(self, document: pdfdoc.PDFDocument) -> None:
        """Write the font, its metrics, its outlines and the way back from codes to characters."""
        characters = sorted(self.codes.values())
        tag = hashlib.sha256(repr(characters).encode()).digest()[:6]
        name = "".join(chr(65 + byte % 26) for byte in tag) + "+" + self.face.name.decode()
        with OUTLINES:
            descriptor = self.face.addSubsetObjects(document, name, characters)
        descendant = pdfdoc.PDFDictionary({
            "Type": pdfdoc.PDFName("Font"),
            "Subtype": pdfdoc.PDFName("CIDFontType2"),
            "BaseFont": pdfdoc.PDFName(name),
            "CIDSystemInfo": pdfdoc.PDFDictionary({
                "Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0,
            }),
            "FontDescriptor": descriptor,
            "DW": 1000,
            "W": pdfdoc.PDFArray(self.narrow_widths()),
            "CIDToGIDMap": document.Reference(compressed(self.glyph_map(characters))),
        })
        font = pdfdoc.PDFDictionary({
            "Type": pdfdoc.PDFName("Font"),
            "Subtype": pdfdoc.PDFName("Type0"),
            "BaseFont": pdfdoc.PDFName(name),
            "Encoding": pdfdoc.PDFName("Identity-H"),
            "DescendantFonts": pdfdoc.PDFArray([document.Reference(descendant)]),
            "ToUnicode": document.Reference(compressed(self.to_unicode())),
        })
        document.idToObject[pdfdoc.BasicFonts].dict[self.name] = document.Reference(font)

    def narrow_widths(self) -> list[object]:
        """The widths that are not a full em, as the font's W array wants them."""
        widths: list[object] = []
        for code, number in sorted(self.codes.items()):
            if self.width(number) != 1000:
                widths += [code, pdfdoc.PDFArray([self.width(number)])]
        return widths

    def glyph_map(self, characters: list[int]) -> bytes:
        """Code → glyph of the embedded outlines, which reportlab numbers in the order of the characters."""
        places: dict[int, int] = {0: 0}
        for number in characters:
            places.setdefault(self.face.charToGlyph[number], len(places))
        glyphs = [0] * (max(self.codes) + 1)
        for code, number in self.codes.items():
            glyphs[code] = places[self.face.charToGlyph[number]]
        return struct.pack(f">{len(glyphs)}H", *glyphs)

    def to_unicode(self) -> bytes:
        """Code → character, for searching and copying."""
        pairs = [
            f"<{code:04X}> <{chr(number).encode('utf-16-be').hex().upper()}>"
            for code, number in sorted(self.codes.items())
        ]
        blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
        return "\n".join([
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <0000> <FFFF> endcodespacerange",
            *[f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks],
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        ]).encode()


def compressed(content: bytes) -> pdfdoc.PDFStream:
    """A stream that is deflated when the document is written."""
    return pdfdoc.PDFStream(content=content, filters=[pdfdoc.PDFZCompress])
