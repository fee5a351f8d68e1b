"""Addresses of the reports."""

from django.urls import path

from reports import (
    handover_views,
    missing_views,
    project_views,
    purge_views,
    restructuring_views,
    roster_problems_views,
    roster_views,
    trail_views,
    views,
)

urlpatterns = [
    path("", views.home, name="home"),
    path("board/", views.board, name="board"),
    path("attachments/", views.attachments, name="attachments"),
    path("closed-years/", purge_views.closed_years, name="closed_years"),
    path("closed-years/<int:year>/", purge_views.campaign_purge, name="campaign_purge"),
    path("audit/", trail_views.audit, name="audit"),
    path("audit.xlsx", trail_views.audit_export, name="audit_export"),
    path("projects/export.xlsx", project_views.projects_export, name="projects_export"),
    path("attachments/<int:number>.<slug:drawing>", views.school_attachment, name="school_attachment"),
    path("units/<slug:code>/", views.my_unit, name="my_unit"),
    path("units/<slug:code>/missing/", missing_views.missing, name="missing"),
    path("units/<slug:code>/missing.xlsx", missing_views.missing_xlsx, name="missing_xlsx"),
    path("units/<slug:code>/submission/", views.submission, name="submission"),
    path("units/<slug:code>/attachments/<int:number>.<slug:drawing>", views.attachment, name="attachment"),
    path("rosters/<uuid:number>/", views.roster_preview, name="roster_preview"),
    path("rosters/<uuid:number>/columns/", roster_problems_views.roster_columns, name="roster_columns"),
    path("rosters/<uuid:number>/problems/", roster_problems_views.roster_problems, name="roster_problems"),
    path("rosters/<uuid:number>/rows/<int:row>/", roster_problems_views.roster_row, name="roster_row"),
    path("rosters/<uuid:number>/file-back/", roster_problems_views.roster_file_back, name="roster_file_back"),
    path(
        "units/<slug:code>/rosters/forget/", roster_problems_views.roster_columns_forget, name="roster_columns_forget"
    ),
    path("rosters/<uuid:number>/apply/", views.roster_apply, name="roster_apply"),
    path("rosters/<uuid:number>/abandon/", views.roster_abandon, name="roster_abandon"),
    path("rosters/<uuid:number>/undo/", roster_views.roster_undo, name="roster_undo"),
    path("units/<slug:code>/rosters/", roster_views.roster_history, name="roster_history"),
    path("units/<slug:code>/attachment2/", handover_views.attachment2, name="attachment2"),
    path("units/<slug:code>/handover/", handover_views.handover, name="handover"),
    path("restructuring/", restructuring_views.restructuring, name="restructuring"),
    path("restructuring/<slug:kind>/", restructuring_views.restructuring_plan, name="restructuring_plan"),
    path("restructuring/<int:number>/undo/", restructuring_views.restructuring_undo, name="restructuring_undo"),
]
