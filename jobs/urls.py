"""Address of the jobs' page."""

from django.urls import path

from jobs import views

urlpatterns = [path("jobs/<uuid:number>/", views.job, name="job")]
