"""The account pages people here need: how they see the portal; allauth's, but signing up and changing addresses."""

from allauth.account import views
from allauth.mfa.recovery_codes.views import DownloadRecoveryCodesView
from django.urls import include, path, re_path

from accounts import campus_views
from accounts import views as own
from accounts.preference_views import preferences

urlpatterns = [
    path("preferences/", preferences, name="preferences"),
    path("security/", own.account_security, name="account_security"),
    path("sessions/end-others/", own.sessions_end_others, name="sessions_end_others"),
    path("sessions/<slug:number>/end/", own.session_end, name="session_end"),
    path("first-password/<str:token>/", own.first_password, name="first_password"),
    path("campus/", campus_views.campus_login, name="campus_login"),
    path("campus/link/", campus_views.campus_link, name="campus_link"),
    path("campus/unlink/", campus_views.campus_unlink, name="campus_unlink"),
    # allauth sends the file without saying in which signs it is written
    path(
        "second-factor/recovery-codes/download/",
        DownloadRecoveryCodesView.as_view(content_type="text/plain; charset=utf-8"),
        name="mfa_download_recovery_codes",
    ),
    path("second-factor/", include("allauth.mfa.urls")),
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/reset/key/done/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
]
