"""Pages about one person."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import EVERYONE, OFFICE, Request, access
from accounts.acting import accepted
from accounts.confirming import confirm_address, sure_since
from campaigns.sentences import sentence_of
from units.models import UnitYear
from volunteers.editing import edit_person, remove_person
from volunteers.edits import undo_edit
from volunteers.milestones import overdue_until
from volunteers.models import Edit, Volunteer
from volunteers.person_forms import PersonForm, RevealForm, TransferForm
from volunteers.person_history import history
from volunteers.revealing import reveal
from volunteers.roster.words import CATEGORIES, DOCUMENTS, POLITICS
from volunteers.transfers import transfer

CONFLICT = 409


def visited_person(request: Request, number: uuid.UUID) -> Volunteer:
    """The person of this key in the current campaign if the visitor may see them; otherwise 404."""
    people = Volunteer.objects.visible_to(request.user).for_campaign()
    person = get_object_or_404(people.select_related("unit_year__unit", "unit_year__campaign"), pk=number)
    request.campaign = person.unit_year.campaign  # type: ignore[attr-defined]  # read once for the page and its frame
    return person


@access(*EVERYONE)
def volunteer(request: Request, number: uuid.UUID) -> HttpResponse:
    """What is known of a person, numbers masked, and what happened to them."""
    return person_page(request, visited_person(request, number), RevealForm())


def person_page(
    request: Request, person: Volunteer, form: RevealForm, clear: dict[str, str] | None = None
) -> HttpResponse:
    """The page; with complete numbers only in answer to a recorded reason."""
    events, today = history(person, request.user), localdate(request.received_at)
    edits = [event.edit for event in events if event.edit and event.edit.undone_at is None]
    may_undo = Edit.objects.visible_to(request.user).filter(pk=edits[0].pk).exists() if edits else False
    context = {
        "unit_year": person.unit_year,
        "person": person,
        "is_overdue": bool(person.pending_since and person.pending_since <= overdue_until(today)),
        "category": CATEGORIES.label(person.category),
        "politics": POLITICS.label(person.politics),
        "document": DOCUMENTS.label(person.document_type),
        "clear": clear,
        "reveal_form": form,
        "confirm": confirm_address(reverse("volunteer", args=[person.pk])),
        "must_confirm": form.has_error("__all__", "reveal-limit"),
        "history": events,
        "edit": edits[0] if may_undo and edits[0].is_undoable else None,
    }
    return render(request, "volunteers/volunteer.html", context)


@require_POST
@access(*EVERYONE)
def volunteer_reveal(request: Request, number: uuid.UUID) -> HttpResponse:
    """Show one person's complete numbers once, after the reason is recorded."""
    person, form = visited_person(request, number), RevealForm(request.POST)
    shown: dict[str, str] = {}

    def act() -> None:
        facts = {"reason": form.cleaned_data["reason"], "sure_since": sure_since(request)}
        shown.update(reveal(person, **facts, by=request.user, at=request.received_at))

    return person_page(request, person, form, shown if accepted(form, act) else None)


@access(*EVERYONE)
def volunteer_edit(request: Request, number: uuid.UUID) -> HttpResponse:
    """Edit a person; what somebody else changed meanwhile is shown beside what was typed."""
    person, today = visited_person(request, number), localdate(request.received_at)
    form = PersonForm(request.POST or None, person=person, today=today, initial=PersonForm.initial_of(person))
    done: list[Edit | None] = []

    def act() -> None:
        facts = form.cleaned_data
        edit = edit_person(
            person, version=facts["version"], facts=facts["facts"], by=request.user, at=request.received_at
        )
        done.append(edit)

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("Stored.") if done[0] else _("Nothing was different, nothing was changed."))
        for notice in form.notices:
            messages.warning(request, sentence_of(notice))
        return redirect("volunteer", number)
    context: dict[str, Any] = {"unit_year": person.unit_year, "person": person, "form": form}
    overtaken = form.has_error("__all__", "person-changed")
    if overtaken:
        person = visited_person(request, number)
        form.ask_again(person)
        context |= {"person": person, "now": stored_now(person)}
    return render(request, "volunteers/volunteer_edit.html", context, status=CONFLICT if overtaken else None)


def stored_now(person: Volunteer) -> list[tuple[str, str]]:
    """What now stands in the fields, in words."""
    form = PersonForm(person=person, today=date.min, initial=PersonForm.initial_of(person))
    fields = (field for field in form if not field.is_hidden and field.name in form.initial)
    return [(str(field.label), shown(person, field.name)) for field in fields]


def shown(person: Volunteer, name: str) -> str:
    """A fact as a reader knows it."""
    words = {"category": CATEGORIES, "politics": POLITICS, "document_type": DOCUMENTS}
    value = getattr(person, name)
    if name == "status":
        return person.get_status_display()
    return words[name].label(value) if name in words else str(value or "—")


@access(*EVERYONE)
def volunteer_remove(request: Request, number: uuid.UUID) -> HttpResponse:
    """Ask, then take a person off the roster."""
    person = visited_person(request, number)
    if request.method == "POST":
        try:
            remove_person(person, by=request.user, at=request.received_at)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("volunteer", number)
        messages.success(request, _("The person was taken off the roster."))
        return redirect("volunteer_list", person.unit_year.unit.code)
    return render(request, "volunteers/volunteer_remove.html", {"unit_year": person.unit_year, "person": person})


@access(*OFFICE)
def volunteer_transfer(request: Request, number: uuid.UUID) -> HttpResponse:
    """Move a person to another unit."""
    person = visited_person(request, number)
    units = UnitYear.objects.visible_to(request.user).for_campaign().exclude(pk=person.unit_year_id)
    form = TransferForm(request.POST or None, units=units)

    def act() -> Edit:
        facts = form.cleaned_data
        return transfer(person, facts["unit"], reason=facts["reason"], by=request.user, at=request.received_at)

    if request.method == "POST" and accepted(form, act):
        names = {"name": person, "unit": form.cleaned_data["unit"]}
        messages.success(request, _("%(name)s now belongs to %(unit)s.") % names)
        return redirect("volunteer", number)
    return render(
        request,
        "volunteers/volunteer_transfer.html",
        {"unit_year": person.unit_year, "person": person, "form": form},
    )


@require_POST
@access(*EVERYONE)
def edit_undo(request: Request, number: uuid.UUID) -> HttpResponse:
    """Take a change by hand back."""
    edits = Edit.objects.visible_to(request.user).select_related("unit_year__unit", "unit_year__campaign")
    edit = get_object_or_404(edits, pk=number)
    try:
        undo_edit(edit, by=request.user, at=request.received_at)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Taken back: everything is as it was before."))
    people = list(edit.lines.values_list("person", flat=True)[:2])
    if len(people) == 1:
        return redirect("volunteer", people[0])
    return redirect("volunteer_list", edit.unit_year.unit.code)
