"""Addresses of the pages about people."""

from django.urls import path

from volunteers import claim_views, list_views, person_views, request_views, views

urlpatterns = [
    path("units/<slug:code>/claims/", claim_views.unit_claims, name="unit_claims"),
    path("claims/", claim_views.claims, name="claims"),
    path("claims/<uuid:number>/release/", claim_views.claim_release, name="claim_release"),
    path("claims/<uuid:number>/keep/", claim_views.claim_keep, name="claim_keep"),
    path("claims/<uuid:number>/withdraw/", claim_views.claim_withdraw, name="claim_withdraw"),
    path("claims/<uuid:number>/decide/", claim_views.claim_decide, name="claim_decide"),
    path("units/<slug:code>/volunteers/", list_views.volunteer_list, name="volunteer_list"),
    path("units/<slug:code>/volunteers/search/", list_views.volunteer_search, name="volunteer_search"),
    path("units/<slug:code>/volunteers/bulk/", list_views.volunteer_bulk, name="volunteer_bulk"),
    path("volunteers/<uuid:number>/", person_views.volunteer, name="volunteer"),
    path("volunteers/<uuid:number>/edit/", person_views.volunteer_edit, name="volunteer_edit"),
    path("volunteers/<uuid:number>/reveal/", person_views.volunteer_reveal, name="volunteer_reveal"),
    path("volunteers/<uuid:number>/remove/", person_views.volunteer_remove, name="volunteer_remove"),
    path("volunteers/<uuid:number>/transfer/", person_views.volunteer_transfer, name="volunteer_transfer"),
    path("volunteers/<uuid:number>/request/", request_views.data_request, name="data_request"),
    path("data-requests/", request_views.data_requests, name="data_requests"),
    path("data-requests/<uuid:number>/", request_views.data_request_decide, name="data_request_decide"),
    path("notice/", request_views.notice, name="notice"),
    path("edits/<uuid:number>/undo/", person_views.edit_undo, name="edit_undo"),
    path("units/<slug:code>/volunteers/upload/", views.roster_upload, name="roster_upload"),
]
