"""Pages about the portal itself: is it alive, is it ready, what runs."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import ADMINISTRATOR, ANY_ACCOUNT, OpenRequest, Request, access, open_to_anybody
from volunteer_portal import watching
from volunteer_portal.kept_forms import taken_out


@open_to_anybody
@never_cache
@require_safe
def healthz(request: OpenRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"alive": True})


@open_to_anybody
@never_cache
@require_safe
def readyz(request: OpenRequest) -> HttpResponse:
    """Everything the portal needs is there, or what is not; nothing is told of why."""
    found = watching.checks(timezone.now())
    is_ready = all(seen.is_well for seen in found)
    told = {"ready": is_ready, "checks": {seen.name: "well" if seen.is_well else "failing" for seen in found}}
    return JsonResponse(told, status=200 if is_ready else 503)


@require_safe
@access(*ANY_ACCOUNT)
def kept_form(request: Request) -> HttpResponse:
    """What was filled in before the session ended, to be sent once more; shown once."""
    form = taken_out(request, request.user)
    return render(request, "volunteer_portal/kept_form.html", {"form": form}) if form else redirect("home")


@access(ADMINISTRATOR)
def state(request: Request) -> HttpResponse:
    """How the portal itself is, for the administrator."""
    now = timezone.now()
    found = watching.checks(now)
    context = {
        "checks": found,
        "failing": sum(not seen.is_well for seen in found),
        "queue": watching.queue(now),
        "workers": watching.workers(),
        "versions": watching.versions(),
        "now": now,
    }
    return render(request, "volunteer_portal/state.html", context)
