"""The door for gunicorn; it stays shut while the checks find something."""

import logging
import os
import sys
from xml.parsers import expat

from django.conf import settings
from django.core.checks import WARNING
from django.core.management.base import BaseCommand
from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

from volunteer_portal.floor import warnings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "volunteer_portal.settings")
application = get_wsgi_application()
BaseCommand().check(databases=["default"], include_deployment_checks=not settings.EMBEDDED, fail_level=WARNING)
import_string("volunteers.key_proof.keep_key_proof")()  # models are there only now
for sentence in [] if settings.EMBEDDED else warnings(sys.version_info[:3], expat.version_info):
    logging.getLogger("volunteer_portal").warning(sentence)
