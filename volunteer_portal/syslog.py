"""The way of the record's copy to syslog: it never keeps an act waiting, and never stops one (SECURITY C25)."""

import logging
import socket
from logging.handlers import SysLogHandler
from typing import Any

Place = str | tuple[str, int]


def fault_of(place: Place) -> str:
    """Why nothing can be sent there at this moment; empty if it can, as far as the sender of a datagram knows."""
    try:
        connected(place).close()
    except OSError as error:
        return f"{place} cannot be reached ({error.strerror})"
    return ""


def connected(place: Place) -> socket.socket:
    """A socket to it that never waits."""
    if isinstance(place, str):
        family: int = socket.AF_UNIX
    else:
        family = socket.AF_INET6 if ":" in place[0] else socket.AF_INET
    made = socket.socket(family, socket.SOCK_DGRAM)
    made.setblocking(False)
    try:
        made.connect(place)
    except OSError:
        made.close()
        raise
    return made


class Copier(logging.Handler):
    """Sends each line as one datagram, as syslog reads it; a line that is not taken is told of in the log."""

    def __init__(self, place: Place, **options: Any) -> None:
        super().__init__(**options)
        self.place = place
        self.socket: socket.socket | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Send it, over a new socket if syslog was restarted since."""
        line = f"<{SysLogHandler.LOG_AUTHPRIV << 3 | SysLogHandler.LOG_INFO}>portal: {self.format(record)}".encode()
        try:
            self.send(line)
        except OSError:
            self.close_socket()
            try:
                self.send(line)
            except OSError as error:
                self.close_socket()
                sentence = "a line of the record was not copied to AUDIT_SYSLOG: %s"
                logging.getLogger("volunteer_portal").warning(sentence, error.strerror)

    def send(self, line: bytes) -> None:
        """One datagram."""
        if self.socket is None:
            self.socket = connected(self.place)
        self.socket.send(line)

    def close_socket(self) -> None:
        """The next line opens another."""
        if self.socket is not None:
            self.socket.close()
        self.socket = None

    def close(self) -> None:
        """Nothing more is sent."""
        self.close_socket()
        super().close()
