"""Addresses of the reports."""

from django.urls import path

from reports import views

urlpatterns = [
    path("", views.home, name="home"),
    path("board/", views.board, name="board"),
    path("attachments/", views.attachments, name="attachments"),
    path("attachments/<int:number>.<slug:drawing>", views.school_attachment, name="school_attachment"),
    path("units/<slug:code>/", views.my_unit, name="my_unit"),
    path("units/<slug:code>/submission/", views.submission, name="submission"),
    path("units/<slug:code>/attachments/<int:number>.<slug:drawing>", views.attachment, name="attachment"),
    path("rosters/<uuid:number>/", views.roster_preview, name="roster_preview"),
    path("rosters/<uuid:number>/apply/", views.roster_apply, name="roster_apply"),
    path("rosters/<uuid:number>/abandon/", views.roster_abandon, name="roster_abandon"),
]
