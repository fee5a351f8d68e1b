"""What the matrix asks for in the admin."""

from django.urls import reverse

from volunteer_portal.tests.school import School


def admin_objects(school: School) -> dict[str, int]:
    """One object of each model that the admin shows."""
    user = school.ours.contact
    return {
        "accounts_user": user.pk,
        "campaigns_campaign": school.campaign.pk,
        "units_unit": school.ours.unit_year.unit.pk,
        "units_unityear": school.ours.unit_year.pk,
    }


def admin_address(school: School, name: str) -> str:
    """An address of the admin, about an object that exists."""
    model, _, act = name.removeprefix("admin:").rpartition("_")
    if name == "admin:app_list":
        return reverse(name, args=["units"])
    if name == "admin:view_on_site":
        return reverse(name, args=["1", "1"])
    if act in ("change", "delete", "history") and model in admin_objects(school):
        return reverse(name, args=[admin_objects(school)[model]])
    return reverse(name)
