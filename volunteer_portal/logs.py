"""Log lines without people: numbers are blotted out of the finished text, tracebacks included."""

import json
import logging
import re
import secrets
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Final

LONG_NUMBER = re.compile(r"(?<![0-9０-９])[0-9０-９](?:[ -]?[0-9０-９]){9,}[XxＸｘ]?")
SECRET = re.compile(r"(sessionid=|csrftoken=|Authorization: ?|/reset/key/)[^\s;\"']+", re.IGNORECASE)

# A request is named by letters alone: digits might be blotted out, and these can be read out on the telephone.
LETTERS: Final = "abcdefghjkmnpqrstuvwxyz"
request_in_hand: ContextVar[str] = ContextVar("request_in_hand", default="-")


def name_request() -> str:
    """A name for the request that begins; every log line says it until the next one begins here."""
    name = "-".join("".join(secrets.choice(LETTERS) for _letter in range(4)) for _part in range(3))
    request_in_hand.set(name)
    return name


def scrubbed(text: str) -> str:
    """The text with every number of ten or more digits and every session or reset key replaced."""
    return SECRET.sub(r"\1[…]", LONG_NUMBER.sub("[number]", text))


class ScrubbingFormatter(logging.Formatter):
    """Formats first and scrubs last, so that nothing an exception carries can slip by."""

    def format(self, record: logging.LogRecord) -> str:
        """The scrubbed line."""
        record.__dict__["request_name"] = request_in_hand.get()
        return scrubbed(super().format(record))


class JsonFormatter(ScrubbingFormatter):
    """One line of JSON for each record, as programs that collect logs want it; scrubbed like the other."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 – logging's own name
        """Only the words: the facts beside them are put around them at the end."""
        return record.message

    def format(self, record: logging.LogRecord) -> str:
        """The scrubbed line; line breaks and control characters of a message are escaped by JSON."""
        said = super().format(record)
        facts = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": request_in_hand.get(),
            "said": said,
        }
        return json.dumps(facts, ensure_ascii=False)
