"""Who speaks to the school's CAS server: django-cas-ng's client, with a patience of our own."""

from typing import Any, Final
from xml.etree.ElementTree import ParseError

import requests
from django_cas_ng.utils import get_cas_client

PATIENCE: Final = 10  # seconds: somebody waits for the page
# The server does not answer, or not in its own language.
FAILURES: Final = (requests.RequestException, ParseError, LookupError, AttributeError, ValueError)


class PatientSession(requests.Session):
    """A connection that does not wait for ever, and asks whether the password was typed just now where that matters."""

    def __init__(self, *, again: bool) -> None:
        super().__init__()
        self.params = {"renew": "true"} if again else {}

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        """Ask, and give up after a while."""
        return super().request(*args, **{**kwargs, "timeout": PATIENCE})


def client(service_url: str | None, *, again: bool) -> Any:
    """The one who speaks to CAS, as the settings say; `again` wants the password typed anew, whoever is logged in."""
    made = get_cas_client(service_url=service_url)
    made.session, made.renew = PatientSession(again=again), again
    return made
