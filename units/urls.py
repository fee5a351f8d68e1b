"""Addresses of the units' pages."""

from django.urls import path

from units import contact_views, views
from units.cockpit import views as cockpit

urlpatterns = [
    path("attachment1/", views.unit_list, name="unit_list"),
    path("attachment1/import/", views.units_import, name="units_import"),
    path("attachment1/units/<slug:code>/", views.unit_edit, name="unit_edit"),
    path("cockpit/", cockpit.cockpit, name="cockpit"),
    path("cockpit/changes/", cockpit.cockpit_changes, name="cockpit_changes"),
    path("cockpit/approve-clean/", cockpit.cockpit_approve_clean, name="cockpit_approve_clean"),
    path("cockpit/undo/", cockpit.cockpit_undo, name="cockpit_undo"),
    path("cockpit/release/", cockpit.cockpit_release, name="cockpit_release"),
    path("cockpit/teams/<slug:code>/", cockpit.cockpit_decide, name="cockpit_decide"),
    path("units/<slug:code>/extension/", views.extend_deadline, name="extend_deadline"),
    path("units/<slug:code>/head-count/", views.head_count, name="head_count"),
    path("units/<slug:code>/head-count/confirm/", views.head_count_confirm, name="head_count_confirm"),
    path("units/<slug:code>/head-count/ask/", views.head_count_ask, name="head_count_ask"),
    path("units/<slug:code>/team/", views.team, name="team"),
    path("units/<slug:code>/team/review/", views.team_review, name="team_review"),
    path("contacts/", contact_views.contact_list, name="contact_list"),
    path("units/<slug:code>/contacts/", contact_views.contacts, name="contacts"),
    path("units/<slug:code>/contacts/<int:number>/end/", contact_views.contact_end, name="contact_end"),
    path(
        "units/<slug:code>/invitations/<int:number>/withdraw/",
        contact_views.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path(
        "units/<slug:code>/invitations/<int:number>/confirm/", contact_views.handover_confirm, name="handover_confirm"
    ),
    path("invitations/<str:token>/", contact_views.invitation, name="invitation"),
]
