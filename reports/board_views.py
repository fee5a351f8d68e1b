"""The office's board in three views – table, heat map, curves – and as a bulletin to print."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from accounts.access import OFFICE, Request, access
from campaigns.models import Campaign
from campaigns.this_year import about_this_year
from reports.board import BoardFilter, BoardTable
from reports.board_lines import BoardLine, board_lines
from reports.board_rows import MEASURES
from reports.bulletin_export import DRAWINGS, export_bulletin
from reports.daily import curves_of
from reports.downloads import download
from reports.tables import Undrawable


@dataclass(frozen=True, slots=True)
class Chosen:
    """The lines somebody asked for, and how."""

    form: BoardFilter
    lines: list[BoardLine]


def chosen_lines(request: Request, campaign: Campaign) -> Chosen:
    """The lines that fit the filters in the address."""
    chosen = BoardFilter(request.GET)
    return Chosen(chosen, chosen.shown(board_lines(campaign, request.received_at)))


@access(*OFFICE)
@about_this_year
def board(request: Request, campaign: Campaign) -> HttpResponse:
    """All units with quota, party, projects, team, submission and what is missing."""
    chosen = chosen_lines(request, campaign)
    table = BoardTable(chosen.lines, campaign)
    RequestConfig(request, paginate=False).configure(table)
    return render(request, "reports/board.html", {"chosen": chosen, "table": table})


@access(*OFFICE)
@about_this_year
def board_heat(request: Request, campaign: Campaign) -> HttpResponse:
    """Units against measures, to see at a glance where it burns."""
    chosen = chosen_lines(request, campaign)
    measures = [light.measure for light in chosen.lines[0].lights] if chosen.lines else []
    titles = [MEASURES[measure] for measure in measures]
    rows = [(line, list(zip(titles, line.lights, strict=True))) for line in chosen.lines]
    context = {"chosen": chosen, "titles": titles, "rows": rows}
    return render(request, "reports/board_heat.html", context)


@access(*OFFICE)
@about_this_year
def board_curves(request: Request, campaign: Campaign) -> HttpResponse:
    """The way of the school and of every unit to the goal, day by day until the deadline."""
    chosen = chosen_lines(request, campaign)
    school, curves = curves_of([line.standing for line in chosen.lines], campaign, request.received_at)
    context = {"school": school, "curves": list(zip(chosen.lines, curves, strict=True))}
    return render(request, "reports/board_curves.html", {"chosen": chosen, **context})


@access(*OFFICE)
@about_this_year
def board_bulletin(request: Request, campaign: Campaign, drawing: str) -> HttpResponse:
    """The whole school on one page, to be printed and sent round."""
    if drawing not in DRAWINGS:
        raise Http404
    try:
        made = export_bulletin(campaign, drawing, by=request.user, at=request.received_at)
        content = made.whole()
    except Undrawable as refusal:
        messages.error(request, _(refusal.message) % refusal.params)
        return redirect("board")
    return download(made.name, content)
