"""Addresses of the units' pages."""

from django.urls import path

from units import views

urlpatterns = [
    path("units/<slug:code>/head-count/", views.head_count, name="head_count"),
    path("units/<slug:code>/head-count/confirm/", views.head_count_confirm, name="head_count_confirm"),
    path("units/<slug:code>/team/", views.team, name="team"),
    path("units/<slug:code>/team/review/", views.team_review, name="team_review"),
]
