"""Log lines without people: numbers are blotted out of the finished text, tracebacks included (SECURITY C12, C13)."""

import copy
import json
import logging
import re
from datetime import UTC, datetime

from accounts.tracing import TRACE

LONG_NUMBER = r"(?<![0-9０-９])[0-9０-９](?:[ -]?[0-9０-９]){9,}[XxＸｘ]?"
# Keys of objects and checksums of files: some have ten digits in a row, and they are nobody's number.
KEY = r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|[0-9a-f]{64}"
OBJECT = rf"(?<![0-9a-f-])(?:{KEY})(?![0-9a-f-])"
NUMBER = re.compile(f"({OBJECT})|{LONG_NUMBER}")
SECRET = re.compile(
    r"((?:__Host-)?(?:sessionid=|csrftoken=)|Authorization: ?|/reset/key/|/invitations?/)[^\s;\"']+", re.IGNORECASE
)
QUERY = re.compile(r"((?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE) [^\s?\"]*\?)[^\s\"]+")
# What could begin a line of its own, or speak to the terminal of whoever reads the log.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")


def scrubbed(text: str) -> str:
    """The text with every number of ten or more digits, every session or reset key and every query replaced."""
    hidden = QUERY.sub(r"\1[…]", SECRET.sub(r"\1[…]", NUMBER.sub(lambda found: found[1] or "[number]", text)))
    return CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", hidden)


class ScrubbingFormatter(logging.Formatter):
    """Formats first and scrubs last, so that nothing an exception carries can slip by."""

    def format(self, record: logging.LogRecord) -> str:
        """The scrubbed line, with the number of the request it belongs to."""
        line = copy.copy(record)  # other handlers get it as it was
        line.request = TRACE.get().number or "-"
        line.msg, line.args = record.getMessage().replace("\n", "\\n"), ()
        return scrubbed(super().format(line))


class JsonFormatter(ScrubbingFormatter):
    """One line of JSON for each record, as programs that collect logs want it; scrubbed like the other."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 – logging's own name
        """Only the words: the facts beside them are put around them at the end."""
        return record.message

    def format(self, record: logging.LogRecord) -> str:
        """The scrubbed line; line breaks of a traceback are escaped by JSON."""
        facts = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": TRACE.get().number or "-",
            "said": super().format(record),
        }
        return json.dumps(facts, ensure_ascii=False)
