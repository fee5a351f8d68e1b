"""Addresses of the pages about people."""

from django.urls import path

from volunteers import views

urlpatterns = [
    path("units/<slug:code>/volunteers/", views.volunteer_list, name="volunteer_list"),
    path("units/<slug:code>/volunteers/upload/", views.roster_upload, name="roster_upload"),
]
