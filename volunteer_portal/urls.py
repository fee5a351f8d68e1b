"""All addresses of the portal."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from volunteer_portal import trouble, views

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", include("reports.urls")),
    path("", include("units.urls")),
    path("", include("volunteers.urls")),
    path("", include("projects.urls")),
    path("", include("jobs.urls")),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("state/", views.state, name="state"),
    path("account/", include("accounts.urls")),
    path("admin/", admin.site.urls),
]

handler500 = trouble.broken
