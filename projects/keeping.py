"""A unit keeps its list of projects."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from projects.codes import AUDIENCES, MOST_CATEGORIES, SERVICE_CATEGORIES
from projects.models import Project
from units.models import UnitYear
from units.overtaking import is_settled


def check_codes(project: Project) -> None:
    """Refuse codes the national system does not know, and none or too many categories."""
    errors = {}
    if not 1 <= len(project.categories) <= MOST_CATEGORIES or not set(project.categories) <= set(SERVICE_CATEGORIES):
        errors["categories"] = ValidationError(_("Choose one to four service categories."), code="categories")
    if not project.audiences or not set(project.audiences) <= set(AUDIENCES):
        errors["audiences"] = ValidationError(_("Choose at least one group the project is for."), code="audiences")
    if errors:
        raise ValidationError(errors)


@transaction.atomic
def keep_project(project: Project, *, seen: str | None = None, by: User | None, at: datetime) -> Project:
    """Store a new or changed project of a unit."""
    project.unit_year.check_open(by=by, at=at)
    UnitYear.objects.select_for_update().get(pk=project.unit_year_id)  # of two clicks at once the second is told
    check_codes(project)
    project.full_clean()
    is_new = project._state.adding
    facts = {name: getattr(project, name) for name in Project.FACTS}
    if not is_new and is_settled(Project.objects.get(pk=project.pk), facts, seen):
        return project
    project.save()
    record(
        "project-added" if is_new else "project-changed",
        project,
        unit=project.unit_year.unit.code,
        by=by,
        at=at,
        state=project.state,
    )
    return project
