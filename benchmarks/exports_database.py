"""Attachment 4 from the database to the last byte: `python -m benchmarks.exports_database COUNT`, by itself."""

import json
import sys
import warnings

from benchmarks.measuring import alternate, median, portal

PEOPLE_AT_ONCE = 1000


def measured(count: int) -> dict[str, float]:
    """Seconds for reading and opening the rows alone, and for each form as the portal sends it."""
    portal()
    from django.utils import timezone  # the portal has to stand first

    from campaigns.models import Campaign
    from reports.exporting import export
    from volunteer_portal.tests.school import checked_roster, on_a_roster, stored_campaign, stored_unit
    from volunteers.encryption import decrypt_many
    from volunteers.models import Volunteer
    from volunteers.roster.importing import apply_import

    unit_year = stored_unit(stored_campaign())
    people = [on_a_roster(serial, name=f"慕容{serial % 97}") for serial in range(1, count + 1)]
    apply_import(checked_roster(unit_year.campaign, unit_year, people), by=None, at=timezone.now())
    campaign, at = Campaign.objects.get(), timezone.now()

    def bare() -> None:
        for field in ("document_number", "phone"):
            rows = Volunteer.objects.values_list("pk", f"{field}_sealed").iterator(chunk_size=PEOPLE_AT_ONCE)
            decrypt_many((sealed, Volunteer.seal_context(field, key)) for key, sealed in rows)

    def sent(drawing: str) -> None:
        facts = {"clear": True, "reason": "在一台机器上比较", "by": None, "at": at}
        for _piece in export(4, campaign, None, drawing, **facts).content:
            pass

    contestants = {"bare": bare, "xlsx": lambda: sent("xlsx"), "pdf": lambda: sent("pdf")}
    return {name: median(seconds) for name, seconds in alternate(contestants).items()}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    print(json.dumps(measured(int(sys.argv[1]))))
