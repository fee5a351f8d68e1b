"""Addresses of the projects' pages."""

from django.urls import path

from projects import views

urlpatterns = [
    path("units/<slug:code>/projects/", views.project_list, name="project_list"),
    path("units/<slug:code>/projects/add/", views.project_add, name="project_add"),
    path("units/<slug:code>/projects/<int:number>/", views.project_edit, name="project_edit"),
]
