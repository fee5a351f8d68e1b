"""What the re-organisation desk says: what stands in the way, and what follows."""

from typing import Final

from campaigns.findings import Finding
from sheets.problems import gettext_noop

SENTENCES: Final = {
    "unit-missing": gettext_noop("Choose the unit first."),
    "effective-to-come": gettext_noop(
        "%(day)s is still to come. Look at the preview now and carry it out on that day."
    ),
    "roster-waiting": gettext_noop(
        "%(unit)s: a roster waits for confirmation (%(count)s). Take it over or set it aside first."
    ),
    "claim-open": gettext_noop("%(unit)s: claims to the same person are not settled (%(count)s). Settle them first."),
    "handed-in": gettext_noop(
        "%(unit)s has handed in already (receipt %(receipt)s). What was handed in stays: do this in next year's list."
    ),
    "unit-name-missing": gettext_noop("Enter the name of the new unit."),
    "unit-name-taken": gettext_noop("Another unit is called %(name)s. Choose a name that tells the two apart."),
    "unit-code-taken": gettext_noop("The code %(code)s belongs to another unit. Choose another one."),
    "nothing-new": gettext_noop("The new names are the old ones. Enter what the unit is called from now on."),
    "nobody-absorbed": gettext_noop("Choose at least one other unit that is merged into %(unit)s."),
    "project-name-taken": gettext_noop(
        "More than one of the units has a project “%(name)s”. Rename one of them first."
    ),
    "people-listed": gettext_noop(
        "%(unit)s still lists %(count)s people. Merge it into the unit that takes them over, or split them off first."
    ),
    "renamed": gettext_noop("%(old)s is called %(new)s from now on; past years keep the old name."),
    "team-renamed": gettext_noop("The team's standard name %(old)s becomes %(new)s; the old one stands under 曾用名."),
    "team-returned": gettext_noop(
        "The filing of the team of %(unit)s goes back to the unit: "
        "it renames the team on the national system and files again."
    ),
    "hand-in-again": gettext_noop("%(unit)s has handed in (receipt %(receipt)s) and has to hand in again."),
    "old-words-kept": gettext_noop(
        "Rosters may go on writing the old names in 所在单位: they are kept as short names."
    ),
    "people-move": gettext_noop("%(count)s people move from %(old)s to %(new)s, each with everything known of them."),
    "people-stay": gettext_noop(
        "The people stay with %(old)s. The contact of %(new)s uploads its own roster; "
        "who is then claimed twice is settled one by one."
    ),
    "projects-move": gettext_noop("%(count)s projects move from %(old)s to %(new)s."),
    "projects-stay": gettext_noop("%(count)s projects stay on record with %(unit)s and are no longer counted."),
    "contacts-move": gettext_noop(
        "%(count)s contacts of %(old)s work for %(new)s from now on. They are logged out once and log in again."
    ),
    "contacts-end": gettext_noop("The access of %(count)s contacts of %(unit)s ends at once."),
    "contact-missing": gettext_noop("%(unit)s has no contact yet: invite one on the page that follows."),
    "head-count-summed": gettext_noop(
        "The head counts are added up to %(total)s people, %(party)s party members. The office confirms the sum again."
    ),
    "head-count-emptied": gettext_noop("Not every unit has a head count, so %(unit)s enters a new one."),
    "head-count-again": gettext_noop("The head count of %(unit)s is no longer confirmed: it has to be compared again."),
    "unit-closed": gettext_noop("%(unit)s is closed: it leaves this year's lists and accepts nothing more."),
    "team-dissolved": gettext_noop("Its team %(team)s has to be dissolved on the national system by the unit itself."),
}


def found(code: str, /, *, blocking: bool = False, **params: str | int) -> Finding:
    """A blocker or a consequence with its sentence."""
    return Finding(code, SENTENCES[code], blocking, params)
