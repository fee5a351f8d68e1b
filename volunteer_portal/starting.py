"""What web server and worker look at before they begin (SECURITY C25, C27, C28)."""

import logging
import sys
from collections.abc import Iterator
from xml.parsers import expat

from django.conf import settings
from django.core.checks import WARNING
from django.core.management.base import BaseCommand

from volunteer_portal import floor, syslog


def examine() -> None:
    """Refuse to begin while the checks find something; what is only less than it should be stands in the log."""
    BaseCommand().check(databases=["default"], include_deployment_checks=not settings.EMBEDDED, fail_level=WARNING)
    for sentence in warnings():
        logging.getLogger("volunteer_portal").warning(sentence)


def warnings() -> Iterator[str]:
    """What the portal can live with, and whoever runs it should know."""
    if not settings.EMBEDDED:
        yield from floor.warnings(sys.version_info[:3], expat.version_info)
    if settings.AUDIT_SYSLOG and (fault := syslog.fault_of(settings.AUDIT_SYSLOG)):
        yield f"AUDIT_SYSLOG: {fault}; acts go on and are recorded, their copies are lost meanwhile."
