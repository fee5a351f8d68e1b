"""The door for gunicorn; it stays shut while the checks find something."""

import os

from django.conf import settings
from django.core.checks import WARNING
from django.core.management.base import BaseCommand
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "volunteer_portal.settings")
application = get_wsgi_application()
BaseCommand().check(databases=["default"], include_deployment_checks=not settings.EMBEDDED, fail_level=WARNING)
