"""The handbook behind the question mark."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from accounts.access import ANY_ACCOUNT, Request, access
from reports.handbook import chapters_for, first_chapter, rendered


@access(*ANY_ACCOUNT)
def handbook(request: Request) -> HttpResponse:
    """To the chapter for this reader."""
    return redirect("handbook_page", first_chapter(request.user, get_language() or "").name)


@access(*ANY_ACCOUNT)
def handbook_page(request: Request, name: str) -> HttpResponse:
    """One chapter, and the way to the others."""
    chapters = chapters_for(request.user)
    chapter = next((chapter for chapter in chapters if chapter.name == name), None)
    if chapter is None:
        raise Http404
    context = {"chapter": chapter, "chapters": chapters, "content": rendered(name)}
    return render(request, "reports/handbook.html", context)
