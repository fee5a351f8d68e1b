"""A real mail server for tests, which may be away."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller


class Letterbox:
    """Keeps what the mail server takes, or refuses it for a while."""

    def __init__(self) -> None:
        self.letters: list[tuple[list[str], EmailMessage]] = []
        self.is_closed = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take a letter in, unless closed."""
        if self.is_closed:
            return "451 Try again later"
        self.letters.append((sorted(envelope.rcpt_tos), message_from_bytes(envelope.content, policy=default)))
        return "250 OK"


@contextmanager
def open_letterbox(settings: Any) -> Iterator[Letterbox]:
    """A mail server on a port of its own, to which the portal sends."""
    box = Letterbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.SITE_URL = "https://portal.example.com/"
    yield box
    controller.stop()
