"""The portal's settings with what tests may not wait for: plain static files, a quick password hash."""

from volunteer_portal.settings import *  # noqa: F403

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# A worker in a test makes no backups of the test's database.
SWEEPS = [name for name in SWEEPS if "backups" not in name]  # noqa: F405
