"""Brings the catalogue in line with the sentences in the code, where gettext is not installed: `make words`."""

import io
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

from catalogues import LOCALE, compile_catalogues

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = LOCALE / "zh_Hans" / "LC_MESSAGES" / "django.po"
HEADER = {
    "Language": "zh_Hans",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
PLURAL = (1, 2)
CONTEXT = ((1, "c"), 2)
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), PLURAL),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), CONTEXT),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}


class Sentence(NamedTuple):
    """What a catalogue knows a sentence by."""

    singular: str
    plural: str = ""
    context: str | None = None


# Django's sentences which the portal says otherwise in Chinese: its own catalogue wins.
REWORDED = (
    Sentence("Your password can’t be a commonly used password."),
    Sentence("Your password can’t be too similar to your other personal information."),
    Sentence(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
    ),
    Sentence("This field is required."),
    Sentence("Enter a whole number."),
    Sentence("Enter a valid date."),
    Sentence("Enter a valid email address."),
    Sentence("Ensure this value is greater than or equal to %(limit_value)s."),
    Sentence("Ensure this value is less than or equal to %(limit_value)s."),
    Sentence(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    ),
    Sentence("Select a valid choice. That choice is not one of the available choices."),
    Sentence("Select a valid choice. %(value)s is not one of the available choices."),
    Sentence("The submitted file is empty."),
)


def sources() -> Iterator[Path]:
    """Every file that may speak to a user: the rooms and the templates, without tests and migrations."""
    for pattern in ("[!.]*/**/*.py", "templates/**/*.html", "templates/**/*.txt"):
        for file in ROOT.glob(pattern):
            if not {"tests", "migrations", "var"} & set(file.relative_to(ROOT).parts):
                yield file


def marked(file: Path) -> str:
    """The file as Python; a template becomes its translation calls."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".py":
        return text
    # Babel reads by Python's grammar, to which the indentation of a template is an error.
    return "\n".join(line.strip() for line in templatize(text, origin=str(file)).splitlines())


def sentences(file: Path) -> Iterator[Sentence]:
    """The sentences one file marks for translation."""
    code = io.BytesIO(marked(file).encode())
    for _line, message, _comments, context in extract("python", code, keywords=KEYWORDS):
        singular, plural = message if isinstance(message, tuple) else (message, "")
        if singular:
            yield Sentence(singular, plural, context)


def extracted() -> dict[Sentence, list[str]]:
    """Every sentence of the portal, with the files it stands in."""
    found = defaultdict[Sentence, set[str]](set, {sentence: {"django"} for sentence in REWORDED})
    for file in sources():
        for sentence in sentences(file):
            found[sentence].add(file.relative_to(ROOT).as_posix())
    return {sentence: sorted(found[sentence]) for sentence in sorted(found, key=alphabetical)}


def alphabetical(sentence: Sentence) -> tuple[str, str]:
    """What the catalogue is sorted by: neighbours change places only when the words change."""
    return sentence.singular, sentence.context or ""


def of(entry: polib.POEntry) -> Sentence:
    """The sentence an entry of the catalogue translates."""
    return Sentence(entry.msgid, entry.msgid_plural, entry.msgctxt)


def merged(old: list[polib.POEntry], found: dict[Sentence, list[str]]) -> polib.POFile:
    """The catalogue of the sentences found, with the translations there were; what is no longer said is left out."""
    known = {of(entry): entry for entry in old}
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = HEADER
    for sentence, files in found.items():
        entry = known.get(sentence) or polib.POEntry(
            msgid=sentence.singular, msgid_plural=sentence.plural, msgctxt=sentence.context
        )
        if sentence.plural and not entry.msgstr_plural:
            entry.msgstr_plural = {0: ""}
        # Without line numbers: a moved line is no change of the words.
        entry.occurrences = [(file, "") for file in files]
        catalogue.append(entry)
    return catalogue


def main() -> None:
    """Writes the catalogue anew, compiles it and names what is still to be translated."""
    old = polib.pofile(str(CATALOGUE)) if CATALOGUE.exists() else []
    catalogue = merged(old, extracted())
    text = f"{catalogue}\n"
    if not CATALOGUE.exists() or CATALOGUE.read_text(encoding="utf-8") != text:
        CATALOGUE.write_text(text, encoding="utf-8")
    compile_catalogues(LOCALE)
    for entry in catalogue.untranslated_entries():
        print(f"{entry.occurrences[0][0]}: {entry.msgid}")
    print(f"{len(catalogue)} sentences, {len(catalogue.untranslated_entries())} without Chinese.")


if __name__ == "__main__":
    main()
