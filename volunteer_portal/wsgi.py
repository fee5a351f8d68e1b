"""The door for gunicorn; it stays shut while the checks find something."""

import os

from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

from volunteer_portal.starting import examine

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "volunteer_portal.settings")
application = get_wsgi_application()
examine()
import_string("volunteers.key_proof.keep_key_proof")()  # models are there only now
