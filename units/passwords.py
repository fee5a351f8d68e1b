"""The school's own names in passwords."""

import re

from accounts.passwords import OwnWordsValidator
from campaigns.models import Campaign
from units.models import UnitYear


class SchoolWordsValidator(OwnWordsValidator):
    """Neither the school's name nor a unit's makes a password."""

    def words(self) -> list[str]:
        """The school and its units, as they are called this year."""
        units = UnitYear.objects.for_campaign().values_list("name", "short_names", "unit__code")
        names = [*Campaign.objects.values_list("school_name", flat=True), *(name for unit in units for name in unit)]
        return [word for name in names for word in re.split(r"[\s,;、，；]+", name)]
