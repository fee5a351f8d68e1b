"""What the people on a roster must have been told before their unit sends it (DOMAIN 7, 志愿服务条例 §25).

An import keeps the version of this notice; who confirmed it and when are the import's own sender and moment. Whoever
changes the text gives it a new version, which is the day from which it holds.
"""

from typing import Final

from django.utils.translation import gettext_lazy as _

VERSION: Final = "2026-11-25"
NOTICE: Final = (
    _("Your unit registers volunteers for this year's drive and sends your particulars to the civilisation office."),
    _(
        "Kept are name, staff or student number, political affiliation, volunteer number, and – encrypted – document "
        "number and phone. Your unit's contact and the office see them, nobody else; every look at a complete number "
        "is recorded."
    ),
    _("Registering is your own decision (志愿服务条例 §25). Nobody is registered against their will; you may decline."),
    _("You may ask your unit to show, correct or delete what is kept about you."),
)
PURPOSE: Final = (
    _("To register volunteers and teams on the national system, and to see how many of a unit have registered."),
    _("To hand in Attachments 3 and 4, electronically and on signed paper, and to check them."),
    _("For nothing else: no list is published, and mails carry counts and links, never names."),
)
RETENTION: Final = (
    _("An uploaded file: seven days at most, and no longer than until it is taken over or set aside."),
    _("A year's people and what was handed in about them: until the year is closed and its personal data are deleted."),
    _("What remains then: counts, and a proof of what was deleted and when."),
    _("The record of who did what: twelve months; it holds no names and no numbers of people on rosters."),
)
