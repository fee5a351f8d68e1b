"""What is said aloud when something arrives on the reviewer's page by itself."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from units.cockpit.rows import TeamRow


def news(moved: Iterable[tuple[TeamRow, bool]], user: User) -> str:
    """One short sentence about the teams that others brought into another lane; nothing when there are none."""
    rows = [row for row, stays in moved if not stays and row.last and row.last.by_id != user.pk]
    if not rows:
        return ""
    row, count = rows[0], len(rows)
    words = {"count": count, "unit": row.unit_year.name}
    if count > 1:
        sentence = ngettext("%(count)s team moved to another lane.", "%(count)s teams moved to another lane.", count)
        return sentence % words
    if row.lane.waits:
        return _("%(unit)s waits for a decision.") % words
    return _("%(unit)s: %(decision)s by %(name)s.") % {
        **words,
        "decision": row.last.get_decision_display(),  # type: ignore[union-attr]
        "name": row.last.by or "—",  # type: ignore[union-attr]
    }
