"""What the people on a roster must have been told before their unit sends it (DOMAIN 7, 志愿服务条例 §25).

An import keeps the version of this notice; who confirmed it and when are the import's own sender and moment. Whoever
changes the text gives it a new version.
"""

from typing import Final

from django.utils.translation import gettext_lazy as _

VERSION: Final = "2026-11"
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
