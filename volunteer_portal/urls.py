"""All addresses of the portal."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from volunteer_portal import too_much, trouble, views

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# One page changes passwords: it ends the other sessions and is on record.
admin.site.password_change = RedirectView.as_view(pattern_name="account_change_password")  # type: ignore[method-assign, assignment]
handler429 = "accounts.refusing.too_many_attempts"

urlpatterns = [
    path("", include("reports.urls")),
    path("", include("units.urls")),
    path("", include("volunteers.urls")),
    path("", include("projects.urls")),
    path("", include("jobs.urls")),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("kept-form/", views.kept_form, name="kept_form"),
    path("state/", views.state, name="state"),
    path("account/", include("accounts.urls")),
    path("admin/", admin.site.urls),
]

handler400 = too_much.unreadable
handler500 = trouble.broken
