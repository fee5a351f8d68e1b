"""The one page that shows long work."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from accounts.access import EVERYONE, Request, access
from jobs.models import Job


@access(*EVERYONE)
def job(request: Request, number: uuid.UUID) -> HttpResponse:
    """How far a job is; asks again every second and leads to the result when it is there."""
    asked = get_object_or_404(Job.objects.visible_to(request.user), pk=number)
    if asked.state == Job.State.DONE and asked.result_url:
        return HttpResponseClientRedirect(asked.result_url) if request.htmx else redirect(asked.result_url)
    waited = (timezone.now() - asked.asked_at).total_seconds()
    nobody_works = asked.state == Job.State.QUEUED and waited > 30
    step = "nobody" if nobody_works else asked.step
    context = {
        "job": asked,
        "nobody_works": nobody_works,
        "remaining": asked.remaining_seconds(timezone.now()),
        "step": step,
        "is_news": step != request.GET.get("told"),
    }
    return render(request, "jobs/progress.html" if request.htmx else "jobs/job.html", context)
