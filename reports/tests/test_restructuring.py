"""The re-organisation desk's acts: what they change, what they leave on the trail, and the way back."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from projects.keeping import keep_project
from projects.models import Project
from reports.daily import record_day
from reports.restructuring import RENAMED, SUM, undo_restructuring
from reports.tests.reorganised import NOW, TODAY, done, everything, unit
from units.contacts import invite_contact
from units.models import StaffContact, Team, Unit, UnitYear
from units.restructuring import Order
from units.years import open_year
from volunteer_portal.tests import school
from volunteer_portal.tests.acts import entry, recorded, visitor
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    return school.stored_campaign()


@pytest.fixture
def office():
    return school.stored_account("reviewer", "reviewer")


@pytest.fixture
def cs(campaign):
    return unit(campaign, "cs", "计算机学院", 100, 6)


@pytest.fixture
def ai(campaign):
    return unit(campaign, "ai", "人工智能学院", 200, 3, position=2)


def next_year(campaign):
    later = {name: getattr(campaign, name) + timedelta(days=365) for name in ("electronic_due_on", "paper_due_on")}
    return open_year(campaign, year=campaign.year + 1, **later, by=None, at=NOW)


def orders(cs, ai):
    """One order of each kind; the last unit is closed after its people left."""
    project = cs.projects.order_by("pk").first()
    return {
        "rename": Order("rename", "cs", TODAY, "软件学院党委", "试验大学软件学院志愿服务队"),
        "rename of the team alone": Order("rename", "cs", TODAY, standard_name="试验大学软件学院志愿服务队"),
        "merge": Order("merge", "cs", TODAY, absorbed=("ai",)),
        "merge under the absorbed one's name": Order(
            "merge", "cs", TODAY, "人工智能学院党委", "试验大学人工智能学院志愿服务队", absorbed=("ai",)
        ),
        "split of students": Order(
            "split", "cs", TODAY, "软件学院党总支", "试验大学软件学院志愿服务队", code="se",
            categories=("student",), projects=(project.pk,),
        ),
        "split of nobody": Order("split", "cs", TODAY, "软件学院党委", "试验大学软件学院志愿服务队", code="se"),
        "abolish": Order("abolish", "empty", TODAY),
    }  # fmt: skip


KINDS = ("rename", "rename of the team alone", "merge", "merge under the absorbed one's name", "split of students",
         "split of nobody", "abolish")  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_undone_restores_everything(kind, campaign, cs, ai, office):
    unit(campaign, "empty", "空学院", position=3)
    invite_contact(ai.unit, name="甲", email="a@example.com", replaces=None, by=office, at=NOW)
    before = everything()
    act = done(orders(cs, ai)[kind], office)
    assert everything() != before
    record_day(NOW)  # the worker's daily figures are nobody's act
    undone = undo_restructuring(act, by=office, at=NOW + timedelta(minutes=1))
    assert everything() == before
    assert (undone.undone_by, undone.undone_at) == (office, NOW + timedelta(minutes=1))
    assert recorded()[-1] == entry(
        "restructuring-undone", act, by=office, at=NOW + timedelta(minutes=1), units=act.codes
    )


def test_rename(cs, office):
    act = done(Order("rename", "cs", TODAY, "软件学院党委", "试验大学软件学院志愿服务队"), office)
    cs.refresh_from_db()
    assert (cs.name, cs.standard_name, cs.former_name, cs.short_names) == (
        "软件学院党委", "试验大学软件学院志愿服务队", "试验大学计算机学院志愿服务队", "计算机学院、计算机学院党委",
    )  # fmt: skip
    team = Team.objects.get(unit_year=cs)
    last = team.reviews.order_by("pk").reverse()[0]
    assert (team.state, last.decision, last.reason, last.fields) == (
        "returned",
        "returned",
        RENAMED,
        ["registered_name"],
    )
    assert [finding.code for finding in team.findings][:1] == ["registered-name-differs"]
    assert recorded()[-1] == entry(
        "unit-rename", act, unit="cs", reason="校发〔2018〕1号", by=office, at=NOW, units=["cs"]
    )
    assert act.lines == [
        {"code": "cs", "old_name": "计算机学院党委", "new_name": "软件学院党委",
         "old_team": "试验大学计算机学院志愿服务队", "new_team": "试验大学软件学院志愿服务队"},
    ]  # fmt: skip


def test_past_years_keep_their_names(campaign, cs, office):
    following = next_year(campaign)
    done(Order("rename", "cs", TODAY, "软件学院党委", "试验大学软件学院志愿服务队"), office)
    names = UnitYear.objects.order_by("campaign__year").values_list("campaign__year", "name", "former_name")
    assert list(names) == [
        (campaign.year, "计算机学院党委", ""), (following.year, "软件学院党委", "试验大学计算机学院志愿服务队"),
    ]  # fmt: skip


def test_merge(campaign, cs, ai, office):
    people = dict(Volunteer.objects.values_list("pk", "fingerprint"))
    sealed = {pk: bytes(number) for pk, number in Volunteer.objects.values_list("pk", "document_number_sealed")}
    done(Order("merge", "cs", TODAY, absorbed=("ai",)), office)
    assert list(UnitYear.objects.for_campaign().values_list("unit__code", flat=True)) == ["cs"]
    cs.refresh_from_db()
    ai.refresh_from_db()
    assert (cs.staff, cs.students, cs.party_members, cs.counted_on, cs.count_source, cs.count_set_by) == (
        20, 40, 10, TODAY, SUM, office,
    )  # fmt: skip
    assert (cs.count_confirmed_at, cs.former_name) == (None, "试验大学人工智能学院志愿服务队")
    assert (ai.closed_on, ai.name, ai.staff) == (TODAY, "人工智能学院党委", 10)
    assert dict(Volunteer.objects.filter(unit_year=cs).values_list("pk", "fingerprint")) == people
    assert {pk: bytes(n) for pk, n in Volunteer.objects.values_list("pk", "document_number_sealed")} == sealed
    assert Project.objects.filter(unit_year=cs).count() == 4
    contacts = StaffContact.objects.order_by("pk").values_list("user__username", "unit__code", "until")
    assert list(contacts) == [("cs-contact", "cs", None), ("ai-contact", "ai", TODAY), ("ai-contact", "cs", None)]
    assert Team.objects.get(unit_year=cs).state == "approved"
    with pytest.raises(ValidationError) as refused:
        ai.check_open(by=None, at=NOW)
    assert refused.value.code == "unit-closed"


def test_contacts_whose_unit_changes_are_logged_out(client, cs, ai, office):
    browsers = {code: visitor(StaffContact.objects.get(unit__code=code).user) for code in ("cs", "ai")}
    done(Order("merge", "cs", TODAY, absorbed=("ai",)), office)
    assert [browser.get("/units/cs/").status_code for browser in browsers.values()] == [200, 302]
    again = visitor(StaffContact.objects.get(unit__code="ai").user)
    assert [again.get(f"/units/{code}/").status_code for code in ("cs", "ai")] == [200, 404]


def test_split(cs, office):
    project = cs.projects.order_by("pk").first()
    order = Order(
        "split", "cs", TODAY, "软件学院党总支", "试验大学软件学院志愿服务队", code="se",
        categories=("student", "other"), projects=(project.pk,),
    )  # fmt: skip
    done(order, office)
    new = UnitYear.objects.get(unit__code="se")
    assert (new.name, new.kind, new.is_college, new.former_name, new.closed_on, new.position) == (
        "软件学院党总支", "general-branch", True, "试验大学计算机学院志愿服务队", None, cs.position,
    )  # fmt: skip
    kinds = {
        code: sorted(Volunteer.objects.filter(unit_year__unit__code=code).values_list("category", flat=True))
        for code in ("cs", "se")
    }
    assert kinds == {"cs": ["staff", "staff"], "se": ["other", "other", "student", "student"]}
    assert list(new.projects.values_list("pk", flat=True)) == [project.pk]
    cs.refresh_from_db()
    assert (cs.staff, cs.count_confirmed_at) == (10, None)
    assert new.unit.contacts.count() == 0


def test_abolish(campaign, office):
    unit(campaign, "empty", "空学院")
    done(Order("abolish", "empty", TODAY), office)
    assert (UnitYear.objects.for_campaign().count(), UnitYear.objects.count()) == (0, 1)
    contact = StaffContact.objects.get(unit__code="empty")
    assert contact.until == TODAY
    assert UnitYear.objects.visible_to(contact.user).count() == 0


def test_a_closed_unit_is_not_in_next_years_list(campaign, cs, ai, office):
    done(Order("merge", "cs", TODAY, absorbed=("ai",)), office)
    following = next_year(campaign)
    assert list(following.units.values_list("unit__code", flat=True)) == ["cs"]


def test_built_upon(cs, ai, office):
    act = done(Order("merge", "cs", TODAY, absorbed=("ai",)), office)
    project = school.stored_project(cs, "新计划")
    keep_project(project, by=cs.unit.contacts.first().user, at=NOW)
    with pytest.raises(ValidationError) as refused:
        undo_restructuring(act, by=office, at=NOW)
    assert (refused.value.code, *((refused.value.params or {})[key] for key in ("action", "unit"))) == (
        "built-upon", "project-changed", "cs",
    )  # fmt: skip
    act.refresh_from_db()
    assert act.undone_at is None


def test_silent_changes_stand_in_the_way_too(cs, ai, office):
    act = done(Order("merge", "cs", TODAY, absorbed=("ai",)), office)
    moved = Volunteer.objects.filter(unit_year=cs).latest("school_number")
    Volunteer.objects.filter(pk=moved.pk).delete()
    after = everything()
    with pytest.raises(ValidationError) as refused:
        undo_restructuring(act, by=office, at=NOW)
    assert (refused.value.code, everything()) == ("built-upon", after)


def test_past_years_are_not_changed(campaign, cs, office):
    act = done(Order("rename", "cs", TODAY, "软件学院党委"), office)
    next_year(campaign)
    act.refresh_from_db()
    with pytest.raises(ValidationError) as refused:
        undo_restructuring(act, by=office, at=NOW)
    assert refused.value.code == "year-over"


def test_what_hangs_on_a_new_unit_is_not_lost(cs, office):
    act = done(Order("split", "cs", TODAY, "软件学院党委", "试验大学软件学院志愿服务队", code="se"), office)
    school.stored_project(UnitYear.objects.get(unit__code="se"))
    with pytest.raises(ValidationError) as refused:
        undo_restructuring(act, by=office, at=NOW)
    assert (refused.value.code, Unit.objects.filter(code="se").count()) == ("built-upon", 1)


def test_the_last_is_taken_back_first(cs, ai, office):
    first = done(Order("rename", "cs", TODAY, "软件学院党委", "试验大学软件学院志愿服务队"), office)
    second = done(Order("merge", "cs", TODAY, absorbed=("ai",)), office)
    with pytest.raises(ValidationError):
        undo_restructuring(first, by=office, at=NOW)
    undo_restructuring(second, by=office, at=NOW)
    undo_restructuring(first, by=office, at=NOW)
    cs.refresh_from_db()
    assert (cs.name, cs.former_name) == ("计算机学院党委", "")
    with pytest.raises(ValidationError) as refused:
        undo_restructuring(first, by=office, at=NOW)
    assert refused.value.code == "undone-already"
