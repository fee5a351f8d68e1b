"""The pages of the re-organisation desk: say, see, carry out, take back."""

from typing import Any

import pytest
from django.utils.timezone import localdate

from units.models import Restructuring, UnitYear
from volunteer_portal.tests import school
from volunteer_portal.tests.acts import visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    campaign = school.stored_campaign()
    for position, (code, name) in enumerate((("cs", "计算机学院"), ("ai", "人工智能学院")), 1):
        unit_year = school.stored_unit(campaign, code, name, position=position)
        school.stored_contact(unit_year, f"{code}-contact")
        school.stored_person(unit_year, school.on_a_roster(position))
        school.stored_project(unit_year, f"{name}计划")
    return visitor(school.stored_account("reviewer", "reviewer"))


ORDERS: dict[str, dict[str, Any]] = {
    "rename": {"unit": "cs", "name": "软件学院党委", "standard_name": "试验大学软件学院志愿服务队"},
    "merge": {"unit": "cs", "absorbed": ["ai"]},
    "split": {"unit": "cs", "name": "软件学院党委", "standard_name": "试验大学软件学院志愿服务队", "code": "se"},
}


def say(browser, kind, **facts):
    return browser.post(
        f"/restructuring/{kind}/", {"effective_on": localdate().isoformat(), **ORDERS.get(kind, {}), **facts}
    )


@pytest.mark.parametrize(
    ("kind", "onwards"), [("rename", "/restructuring/"), ("merge", "/restructuring/"), ("split", "/units/se/contacts/")]
)
def test_preview_then_carried_out_then_taken_back(kind, onwards, office):
    preview = say(office, kind)
    plan = preview.context["plan"]
    assert (preview.status_code, plan.blockers, Restructuring.objects.count()) == (200, (), 0)
    content = preview.content.decode()
    assert all(str(value) in content for finding in plan.consequences for value in finding.params.values())
    done = say(office, kind, seen=plan.digest, basis="校发1号")
    assert (done.status_code, done.url) == (302, onwards)
    act = Restructuring.objects.get()
    assert (act.kind, act.basis) == (kind, "校发1号")
    listed = office.get("/restructuring/").content.decode()
    assert all(line["old_name"] in listed for line in act.lines)
    assert office.get(f"/restructuring/{act.pk}/undo/").status_code == 200
    assert office.post(f"/restructuring/{act.pk}/undo/").url == "/restructuring/"
    assert list(UnitYear.objects.for_campaign().values_list("unit__code", "name")) == [
        ("cs", "计算机学院党委"), ("ai", "人工智能学院党委"),
    ]  # fmt: skip
    assert office.get(f"/restructuring/{act.pk}/undo/").status_code == 404


def test_what_stands_in_the_way_is_shown_and_nothing_can_be_carried_out(office):
    answer = say(office, "abolish", unit="cs")
    assert [finding.code for finding in answer.context["plan"].blockers] == ["people-listed"]
    assert 'name="seen"' not in answer.content.decode()
    assert say(office, "abolish", unit="cs", seen=answer.context["plan"].digest).status_code == 200
    assert Restructuring.objects.count() == 0


def test_an_order_changed_after_its_preview_is_shown_again(office):
    seen = say(office, "rename").context["plan"].digest
    answer = say(office, "rename", name="信息学院党委", seen=seen)
    assert [error.code for error in answer.context["form"].non_field_errors().as_data()] == ["preview-old"]
    assert Restructuring.objects.count() == 0


def test_a_split_offers_the_projects_of_its_unit_only(office):
    form = say(office, "split").context["form"]
    assert [str(project) for project in form.fields["projects"].queryset] == ["计算机学院计划"]
    theirs = UnitYear.objects.get(unit__code="ai").projects.get()
    answer = say(office, "split", projects=[theirs.pk])
    assert (answer.context["plan"], list(answer.context["form"].errors)) == (None, ["projects"])


@pytest.mark.parametrize("path", ["/restructuring/", "/restructuring/rename/", "/restructuring/1/undo/", "/contacts/"])
def test_for_the_office_only(path, office):
    contact = visitor(UnitYear.objects.get(unit__code="cs").unit.contacts.get().user)
    assert contact.get(path).status_code == 403


@pytest.mark.parametrize(
    ("path", "status"),
    [("/restructuring/explode/", 404), ("/restructuring/99/undo/", 404), ("/restructuring/split/?unit=cs", 200)],
)
def test_addresses(path, status, office):
    assert office.get(path).status_code == status


def test_a_closed_unit_is_gone_from_every_list(office):
    say(office, "merge", seen=say(office, "merge").context["plan"].digest)
    assert [office.get(f"/units/{code}/").status_code for code in ("cs", "ai")] == [200, 404]
    for path in ("/board/", "/contacts/", "/cockpit/", "/attachment1/"):
        assert "人工智能学院党委" not in office.get(path).content.decode()
