"""Log lines without people: numbers are blotted out of the finished text, tracebacks included."""

import logging
import re

LONG_NUMBER = re.compile(r"(?<![0-9０-９])[0-9０-９](?:[ -]?[0-9０-９]){9,}[XxＸｘ]?")
SECRET = re.compile(r"(sessionid=|csrftoken=|Authorization: ?|/reset/key/)[^\s;\"']+", re.IGNORECASE)


def scrubbed(text: str) -> str:
    """The text with every number of ten or more digits and every session or reset key replaced."""
    return SECRET.sub(r"\1[…]", LONG_NUMBER.sub("[number]", text))


class ScrubbingFormatter(logging.Formatter):
    """Formats first and scrubs last, so that nothing an exception carries can slip by."""

    def format(self, record: logging.LogRecord) -> str:
        """The scrubbed line."""
        return scrubbed(super().format(record))
