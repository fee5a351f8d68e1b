"""A real CAS server, django-mama-cas, for tests: `python -m accounts.tests.cas_server FOLDER NAME…` prints its address.

It runs in a process of its own, with a database in the folder; all its people have the same password.
"""

import sys
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.conf import settings, urls
from django.urls import re_path
from django.utils import encoding, translation

PASSWORD = "campus password"

# Its last version with a wheel still uses names that Django has since shortened.
urls.url = re_path  # type: ignore[attr-defined]
translation.ugettext = translation.gettext  # type: ignore[attr-defined]
translation.ugettext_lazy = translation.gettext_lazy  # type: ignore[attr-defined]
encoding.force_text = encoding.force_str  # type: ignore[attr-defined]
encoding.python_2_unicode_compatible = lambda model: model  # type: ignore[attr-defined]


class Server(ThreadingMixIn, WSGIServer):
    """Answers several at once."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Writes no log."""

    def log_message(self, *args: object) -> None:
        """Nothing."""


def configure(folder: Path) -> None:
    """A site with nothing but the CAS server."""
    settings.configure(
        SECRET_KEY="cas",
        ALLOWED_HOSTS=["*"],
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
                        "django.contrib.messages", "mama_cas"],
        MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware",
                    "django.contrib.auth.middleware.AuthenticationMiddleware",
                    "django.contrib.messages.middleware.MessageMiddleware"],
        ROOT_URLCONF="mama_cas.urls",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "cas.sqlite3")}},
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
                    "OPTIONS": {"context_processors": ["django.template.context_processors.request",
                                                       "django.contrib.messages.context_processors.messages"]}}],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        SESSION_COOKIE_NAME="cas",  # cookies know no ports: the portal beside it has a session too
        CSRF_COOKIE_NAME="cas_csrf",
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        MAMA_CAS_FOLLOW_LOGOUT_URL=True,
        MAMA_CAS_ENABLE_SINGLE_SIGN_OUT=True,
        MAMA_CAS_SERVICES=[
            {"SERVICE": r"^http://127\.0\.0\.1:\d+/", "LOGOUT_ALLOW": True},
            {"SERVICE": r"^http://(localhost|127\.0\.0\.1|testserver)(:\d+)?/"},
        ],
        USE_TZ=True,
    )  # fmt: skip


def main(folder: str, *names: str) -> None:
    """Make the people, print the address, serve until stopped."""
    configure(Path(folder))
    django.setup()
    # Only now is there a site to ask for models.
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    call_command("migrate", verbosity=0)
    for name in names:
        User.objects.create_user(name, password=PASSWORD)
    application = get_wsgi_application()
    server = make_server("127.0.0.1", 0, application, server_class=Server, handler_class=Quiet)
    sys.stdout.write(f"http://127.0.0.1:{server.server_port}/\n")
    sys.stdout.flush()
    server.serve_forever(poll_interval=0.1)


if __name__ == "__main__":
    main(*sys.argv[1:])
