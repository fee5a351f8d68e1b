"""Settings, all of them: from the environment, or made for a portal embedded on one machine."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from volunteer_portal.keys import kept_secret, kept_secrets
from volunteer_portal.production import refusals, syslog_place

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
# lxml comes along with campus single sign-on only; workbooks keep to the hardened parser (SECURITY C09).
os.environ["OPENPYXL_LXML"] = "False"

DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)

# With no host named the portal is embedded: loopback, SQLite, keys of its own. A named host means production.
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
EMBEDDED = not ALLOWED_HOSTS
if EMBEDDED:
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
elif found := refusals(env.ENVIRON, kept_secrets(DATA_DIR / "keys")):
    raise ImproperlyConfigured("The portal does not start in production:\n" + "\n".join(found))

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or kept_secret(DATA_DIR / "keys" / "secret")
# The keys before it: links and sessions made with them work on until they are over (SECURITY C28).
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ENCRYPTION_KEYS = env.list("ENCRYPTION_KEYS", default=[]) or [kept_secret(DATA_DIR / "keys" / "encryption")]
FINGERPRINT_KEY = env.str("FINGERPRINT_KEY", default="") or kept_secret(DATA_DIR / "keys" / "fingerprint")
# Another key than those of the people: whoever holds a backup cannot read a number in it.
BACKUP_KEY = env.str("BACKUP_KEY", default="") or kept_secret(DATA_DIR / "keys" / "backup")
BACKUP_DIR = Path(env.str("BACKUP_DIR", default=str(DATA_DIR / "backups"))).resolve()
# From whom X-Forwarded-For is believed; nginx sets it (deploy/nginx.conf).
TRUSTED_PROXIES = [] if EMBEDDED else env.list("TRUSTED_PROXIES", default=["127.0.0.1"])
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")

INSTALLED_APPS = [
    "accounts",
    "campaigns",
    "jobs",
    "units",
    "volunteers",
    "projects",
    "reports",
    "volunteer_portal",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tables2",
]

MIDDLEWARE = [
    "volunteer_portal.middleware.address_from_proxy",
    "volunteer_portal.middleware.traced",
    "volunteer_portal.middleware.received_at",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "volunteer_portal.middleware.abilities",
    "django.middleware.security.SecurityMiddleware",
    "volunteer_portal.middleware.door",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "volunteer_portal.trouble.SessionsThatCanWait",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "volunteer_portal.middleware.preferences",
    "volunteer_portal.middleware.not_stored",
    "volunteer_portal.middleware.sessions_end",
    "volunteer_portal.middleware.login_required",
    "volunteer_portal.middleware.closed_by_default",
    "volunteer_portal.middleware.second_factor",
    "volunteer_portal.middleware.password_age",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "volunteer_portal.trouble.enough_space",
    "volunteer_portal.once.once",
    "volunteer_portal.again.again",
]

ROOT_URLCONF = "volunteer_portal.urls"
WSGI_APPLICATION = "volunteer_portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["volunteer_portal.tight_templates.TightLoader", "volunteer_portal.tight_templates.TightAppLoader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "campaigns.this_year.campaign",
            ],
        },
    },
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;PRAGMA temp_store=MEMORY;"
            "PRAGMA journal_size_limit=67108864;"
        ),
    }
else:
    # Whoever waits for a lock is told so while somebody still looks; a page takes no longer than half a minute.
    limits = {
        "lock_timeout": "5s",
        "statement_timeout": env.str("STATEMENT_TIMEOUT", default="30s"),
        "idle_in_transaction_session_timeout": "60s",
    }
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = " ".join(
        f"-c {name}={limit}" for name, limit in limits.items()
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},  # failed logins and forms under way must not be culled
    },
    # Pieces of pages that say the same to everybody.
    "drawn": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "drawn"},
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "accounts.passwords.LengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "units.passwords.SchoolWordsValidator"},
]
# Only for sites under assessment: rules about kinds of signs make passwords worse, not better (SECURITY C04).
if env.bool("PASSWORD_REQUIRE_CLASSES", default=False):
    AUTH_PASSWORD_VALIDATORS.append({"NAME": "accounts.passwords.ClassesValidator"})
PASSWORD_MAX_AGE_DAYS = env.int("PASSWORD_MAX_AGE_DAYS", default=0)  # 90 for an assessment; 0 is never
PASSWORD_HASHERS = ["accounts.hashers.Argon2Hasher"]
PASSWORD_RESET_TIMEOUT = 60 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "accounts.adapter.ClosedAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.EntranceForm",
    "change_password": "accounts.forms.ChangeForm",
    "reset_password": "volunteer_portal.reset_forms.ResetForm",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
# A campus sits behind one address, so logins are not limited by it; what fails is counted in accounts/attempts.py.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None, "reset_password": "60/m/ip,3/h/key"}

SECOND_FACTOR_FOR_ALL = env.bool("SECOND_FACTOR_FOR_ALL", default=False)
MFA_ADAPTER = "volunteer_portal.sealing.SealedSecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = {"webauthn_login": None}
MFA_FORMS = {
    "activate_totp": "accounts.second_factor_forms.AppForm",
    "add_webauthn": "accounts.second_factor_forms.PasskeyForm",
    "authenticate": "accounts.second_factor_forms.CodeForm",
    "reauthenticate": "accounts.second_factor_forms.CodeAgainForm",
}
if EMBEDDED:
    MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # http://localhost
    MFA_FORMS |= {
        "authenticate": "volunteer_portal.demo.codes.DemoCodeForm",
        "reauthenticate": "volunteer_portal.demo.codes.DemoCodeAgainForm",
    }

# The campus login, where the school has a CAS server: its address, such as https://cas.example.edu.cn/cas/.
CAS_SERVER_URL = env.str("CAS_SERVER_URL", default="")
CAS_VERSION = env.str("CAS_VERSION", default="3")
CAS_ORIGIN = [f"{where.scheme}://{where.netloc}"] if (where := urlsplit(CAS_SERVER_URL)).netloc else []

SESSION_COOKIE_AGE = 12 * 60 * 60  # at the most; one left alone ends sooner (accounts.sessions)
SESSION_SAVE_EVERY_REQUEST = False
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# Over TLS a cookie belongs to exactly this host: no neighbour below the school's domain can set one (SECURITY C17).
SESSION_COOKIE_NAME = "sessionid" if EMBEDDED else "__Host-sessionid"
LANGUAGE_COOKIE_NAME = "django_language" if EMBEDDED else "__Host-language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not EMBEDDED
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
# What belongs to a visitor lies on the server: forms' tokens, and what pages have to say, which may name people.
CSRF_USE_SESSIONS = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_SSL_REDIRECT = not EMBEDDED
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]  # asked on the machine itself, not through nginx
SECURE_PROXY_SSL_HEADER = None if EMBEDDED else ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if EMBEDDED else 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not EMBEDDED
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *CAS_ORIGIN],  # a browser follows no form's answer to another place
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "volunteer_portal" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", ("handbook", BASE_DIR / "docs" / "pictures")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "volunteer_portal.static_storage.OneSheetStorage"},
}

# Uploads stay in memory: a temporary file would leave identity numbers on the disk.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 21 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# A form may send two things of each unit; the reviewer's page sends the version of each clean team.
MOST_UNITS = 1000  # a school has up to 60 (DOMAIN 1)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2 * MOST_UNITS + 50

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("FROM_EMAIL", default="portal@localhost")

# For schools that want two people behind every list of the whole school (GB/T 35273 7.1 b).
EXPORTS_NEED_SECOND = env.bool("EXPORTS_NEED_SECOND", default=False)

# What a kind of job does: the verb that is called with the job.
JOB_KINDS = {
    "read-roster": "volunteers.roster.importing.check_upload",
    "mark-roster": "volunteers.roster.handing_back.mark_upload",
    "apply-roster": "volunteers.roster.asking.apply_asked",
    "undo-roster": "reports.roster_undoing.undo_asked",
    "tell-reveals": "volunteers.reveal_notices.tell_reveals",
    "tell-claims": "volunteers.claim_notices.tell_claims",
    "send-reset-link": "volunteer_portal.password_reset.send_reset_link",
    "purge-campaign": "reports.purging.purge_campaign",
    "tell-decision": "units.notices.tell_decision",
    "draw-submission": "reports.submission_files.draw_submission",
    "mail-submission": "reports.submission_mail.mail_submission",
    "back-up": "volunteer_portal.backups.keeping.make_backup",
    "tell-reminder": "reports.reminding.tell_reminder",
    "draw-export": "reports.export_files.draw_export",
    "tell-export": "reports.export_notices.tell_export",
    "tell-approval": "reports.export_notices.tell_approval",
}
# What has to be put away when a job of a kind has failed for good.
JOB_FAILURES = {
    "read-roster": "volunteers.roster.importing.give_up",
    **dict.fromkeys(("apply-roster", "undo-roster"), "volunteers.roster.asking.give_up_asked"),
    "draw-export": "reports.export_files.give_up",
    "purge-campaign": "reports.purging.give_up",
}
# What the page of a job says it is doing.
JOB_TITLES = {
    "read-roster": _("Reading the file"),
    "mark-roster": _("Marking your file"),
    "apply-roster": _("Taking the roster over"),
    "undo-roster": _("Taking the import back"),
    "draw-export": _("Making the file"),
    "purge-campaign": _("Deleting the personal data of a year"),
}
# What the worker starts ahead of its next job.
STANDING_BY = ["sheets.reading.stand_by"]
# What the worker puts away, and what it writes down, every few minutes.
SWEEPS = [
    "accounts.attempts.forget_old_attempts",
    "accounts.sessions.forget_old_sessions",
    "volunteer_portal.once.forget_old_forms",
    "volunteers.roster.keeping.put_away_old_files",
    "reports.daily.record_day",
    "reports.export_files.put_away_exports",
    "accounts.sealing.seal_entries",
    "accounts.retention.put_away_old_entries",
    "volunteer_portal.backups.keeping.ask_for_backup",
    "volunteer_portal.planning.look_over_tables",
]
# How long the record of acts is kept; the law asks for six months, the database refuses less.
AUDIT_MONTHS = max(env.int("AUDIT_MONTHS", default=12), 6)

# Where a copy of the record goes at once, out of reach of whoever has the database: /dev/log, or 10.0.0.5:514.
AUDIT_SYSLOG = syslog_place(said) if (said := env.str("AUDIT_SYSLOG", default="").strip()) else ""

# What has to be well for /readyz to say so; each is asked with the moment and answers with `watching.Seen`.
READINESS_CHECKS = [
    "volunteer_portal.watching.database",
    "volunteer_portal.watching.keys",
    "volunteer_portal.watching.worker",
    "volunteer_portal.watching.disk",
    "volunteer_portal.watching.mail",
    "volunteer_portal.watching.backup",
]
SPACE_WANTED = 0.2  # of the disk

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # by the portal's own template where it has one
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
FILTERS_EMPTY_CHOICE_LABEL = _("All")
DJANGO_TABLES2_TEMPLATE = "parts/table.html"

DEFAULT_EXCEPTION_REPORTER_FILTER = "volunteer_portal.error_reports.NothingTyped"
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "scrubbed": {
            "()": f"volunteer_portal.logs.{'ScrubbingFormatter' if EMBEDDED else 'JsonFormatter'}",
            "format": "{levelname} {name} [{request}] {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "scrubbed"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "gunicorn.error": {"handlers": ["console"], "propagate": False},
        "gunicorn.access": {"handlers": ["console"], "propagate": False},
    },
}
if AUDIT_SYSLOG:
    LOGGING["handlers"]["syslog"] = {
        "()": "volunteer_portal.syslog.Copier", "place": AUDIT_SYSLOG, "formatter": "scrubbed",
    }  # fmt: skip
    LOGGING["loggers"]["accounts.audit"] = {"handlers": ["syslog"], "level": "INFO", "propagate": False}
