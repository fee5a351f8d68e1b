"""Addresses of the projects' pages."""

from django.urls import path

from projects import import_views, school_views, views

urlpatterns = [
    path("projects/", school_views.school_projects, name="school_projects"),
    path("projects/<int:number>/comment/", school_views.project_comment, name="project_comment"),
    path("units/<slug:code>/projects/", views.project_list, name="project_list"),
    path("units/<slug:code>/projects/add/", views.project_add, name="project_add"),
    path("units/<slug:code>/projects/copy/", views.projects_copy, name="projects_copy"),
    path("units/<slug:code>/projects/import/", import_views.projects_import, name="projects_import"),
    path("units/<slug:code>/projects/name-hints/", views.project_name_hints, name="project_name_hints"),
    path("units/<slug:code>/projects/waive/", school_views.projects_waive, name="projects_waive"),
    path("units/<slug:code>/projects/<int:number>/", views.project_edit, name="project_edit"),
    path("units/<slug:code>/projects/<int:number>/summary/", views.project_summary, name="project_summary"),
]
