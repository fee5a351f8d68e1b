"""Invited, accepted, handed over, ended; and what a link is worth."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import User
from units.contacts import (
    accept_invitation,
    confirm_handover,
    end_contact,
    hashed,
    invitation_of,
    invite_contact,
    open_account,
    withdraw_invitation,
)
from units.models import ContactInvitation, StaffContact, UnitYear
from volunteer_portal.tests import school
from volunteer_portal.tests.acts import entry, recorded, said_at, together, visitor

pytestmark = pytest.mark.django_db
NOW = timezone.now()
PASSWORD = "kunlun-mountain-2018"


@pytest.fixture
def unit_year():
    return school.stored_unit(school.stored_campaign())


@pytest.fixture
def office():
    return school.stored_account("reviewer", User.Role.REVIEWER)


def invited(unit_year, by=None, replaces=None, at=NOW, email="xin@example.com"):
    return invite_contact(unit_year.unit, name="新联", email=email, replaces=replaces, by=by, at=at)


def opened(invitation, username="xin", at=NOW):
    return open_account(invitation, username=username, name="新联", password=PASSWORD, at=at)


def refusal(act):
    with pytest.raises(ValidationError) as refused:
        act()
    return refused.value.code


def test_only_a_hash_is_kept(unit_year, office):
    invitation, token = invited(unit_year, office)
    assert len(token) == 43
    assert token not in repr(ContactInvitation.objects.values().get())
    assert (invitation.token_hash, invitation.expires_at) == (hashed(token), NOW + timedelta(hours=72))
    assert recorded() == [entry("contact-invited", invitation, unit="cs", by=office, at=NOW, successor=False)]


def test_accepting_makes_an_account_that_can_log_in(unit_year, office, client):
    invitation, token = invited(unit_year, office)
    contact = opened(invitation)
    user = contact.user
    assert (user.username, user.name, user.email, user.role) == ("xin", "新联", "xin@example.com", User.Role.CONTACT)
    assert (contact.since, contact.until) == (localdate(NOW), None)
    assert list(UnitYear.objects.visible_to(user)) == [unit_year]
    assert recorded()[-1] == entry("invitation-accepted", contact, unit="cs", by=user, at=NOW, new_account=True)
    answer = client.post("/account/login/", {"login": "xin", "password": PASSWORD})
    assert (answer.status_code, answer.url) == (302, "/")


@pytest.mark.parametrize(
    ("spoil", "moment"),
    [
        (lambda invitation: None, timedelta(hours=72)),
        (lambda invitation: withdraw_invitation(invitation, by=invitation.by, at=NOW), timedelta(0)),
        (lambda invitation: opened(invitation, "first"), timedelta(0)),
    ],
    ids=["too old", "withdrawn", "used"],
)
def test_a_link_that_no_longer_works(spoil, moment, unit_year, office, client):
    invitation, token = invited(unit_year, office)
    assert invitation_of(token, NOW + timedelta(hours=72, microseconds=-1)) == invitation
    spoil(invitation)
    before = User.objects.count(), StaffContact.objects.count()
    assert invitation_of(token, NOW + moment) is None
    assert refusal(lambda: opened(invitation, at=NOW + moment)) == "link-useless"
    assert (User.objects.count(), StaffContact.objects.count()) == before


@pytest.mark.parametrize("token", ["x", "a" * 43, "%00", "..", "令狐"])
def test_invented_links(token, client, unit_year):
    answer = client.get(f"/invitations/{token}/")
    assert answer.status_code == 404
    assert "login" in answer.content.decode() or token == ".."


def test_a_second_link_to_the_same_address_replaces_the_first(unit_year, office):
    _first, old = invited(unit_year, office)
    _other, other = invited(unit_year, office, email="qita@example.com")
    _second, new = invited(unit_year, office, email="XIN@example.com")
    assert [invitation_of(token, NOW) is not None for token in (old, other, new)] == [False, True, True]


def test_a_link_opens_its_own_unit_only(unit_year, office):
    school.stored_unit(unit_year.campaign, "law", "法学院", position=2)
    user = opened(invited(unit_year, office)[0]).user
    browser = visitor(user)
    assert [browser.get(f"/units/{code}/contacts/").status_code for code in ("cs", "law")] == [200, 404]


@pytest.mark.django_db(transaction=True)
def test_used_twice_at_once(unit_year):
    invitation, _token = invited(unit_year)
    answers = together(lambda: opened(invitation, "one"), lambda: opened(invitation, "two"))
    assert sorted(type(answer).__name__ for answer in answers) == ["StaffContact", "ValidationError"]
    assert (User.objects.count(), StaffContact.objects.count()) == (1, 1)


def test_with_an_account_one_has(unit_year, office):
    law = school.stored_unit(unit_year.campaign, "law", "法学院", position=2)
    user = school.stored_contact(law, "law-contact")
    accept_invitation(invited(unit_year, office)[0], by=user, at=NOW)
    assert {found.unit.code for found in UnitYear.objects.visible_to(user)} == {"cs", "law"}
    assert refusal(lambda: accept_invitation(invited(unit_year, office)[0], by=office, at=NOW)) == "not-a-contact"
    with pytest.raises(ValidationError):
        accept_invitation(invited(unit_year, office)[0], by=user, at=NOW)
    assert StaffContact.objects.filter(user=user, unit=unit_year.unit).count() == 1


def test_a_closed_unit_invites_nobody(unit_year, office):
    invitation, _token = invited(unit_year, office)
    UnitYear.objects.update(closed_on=localdate(NOW))
    assert refusal(lambda: invited(unit_year, office)) == "unit-closed"
    assert refusal(lambda: opened(invitation)) == "link-useless"


def test_hand_over(unit_year):
    leaving = school.stored_contact(unit_year, "lao").contact_of.get()
    browser, elsewhere = visitor(leaving.user), visitor(leaving.user)
    invitation, _token = invited(unit_year, leaving.user, leaving)
    assert refusal(lambda: confirm_handover(invitation, by=leaving.user, at=NOW)) == "successor-missing"
    new = opened(invitation)
    invitation.refresh_from_db()
    assert {browser.get("/units/cs/").status_code, visitor(new.user).get("/units/cs/").status_code} == {200}
    assert refusal(lambda: confirm_handover(invitation, by=new.user, at=NOW)) == "not-yours"
    assert refusal(lambda: invited(unit_year, leaving.user, leaving)) == "successor-accepted"
    ended = confirm_handover(invitation, by=leaving.user, at=NOW)
    assert recorded()[-1] == entry(
        "handover-confirmed", leaving, unit="cs", by=leaving.user, at=NOW, invitation=invitation.pk
    )
    assert (ended.until, StaffContact.objects.get(pk=leaving.pk).until) == (localdate(NOW), localdate(NOW))
    assert [one.get("/units/cs/").status_code for one in (browser, elsewhere)] == [302, 302]
    assert visitor(leaving.user).get("/units/cs/").status_code == 404
    assert visitor(new.user).get("/units/cs/").status_code == 200
    assert refusal(lambda: confirm_handover(invitation, by=leaving.user, at=NOW)) == "contact-ended"
    leaving.refresh_from_db()
    assert refusal(lambda: invited(unit_year, leaving.user, leaving)) == "contact-ended"


def test_the_office_confirms_a_hand_over_too(unit_year, office):
    leaving = school.stored_contact(unit_year, "lao").contact_of.get()
    invitation, _token = invited(unit_year, leaving.user, leaving)
    opened(invitation)
    invitation.refresh_from_db()
    assert confirm_handover(invitation, by=office, at=NOW).until == localdate(NOW)


def test_access_ends_at_once(unit_year, office):
    contact = school.stored_contact(unit_year, "lao").contact_of.get()
    bystander = visitor(school.stored_contact(unit_year, "pang"))
    browser = visitor(contact.user)
    invited(unit_year, contact.user, contact)
    end_contact(contact, by=office, at=NOW)
    assert recorded()[-1] == entry("contact-ended", contact, unit="cs", by=office, at=NOW)
    assert [browser.get("/units/cs/").status_code, bystander.get("/units/cs/").status_code] == [302, 200]
    assert not ContactInvitation.objects.waiting(NOW).exists()
    assert refusal(lambda: end_contact(contact, by=office, at=NOW)) == "contact-ended"


def test_the_page_invites_by_mail_and_shows_the_link_once(unit_year, office, settings):
    settings.SITE_URL = "https://zhiyuan.example.edu.cn/"
    browser = visitor(office)
    answer = browser.post("/units/cs/contacts/", {"name": "新联", "email": "xin@example.com"}, HTTP_HOST="localhost")
    link = answer.context["link"]
    assert link.startswith("https://zhiyuan.example.edu.cn/invitations/")
    [message] = mail.outbox
    assert (message.to, link in message.body, "计算机学院党委" in message.subject) == (["xin@example.com"], True, True)
    assert link in answer.content.decode()
    assert link not in browser.get("/units/cs/contacts/").content.decode()


def test_without_mail_the_page_says_so(unit_year, office, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        1,
    )
    answer = visitor(office).post("/units/cs/contacts/", {"name": "新联", "email": "xin@example.com"})
    assert (answer.status_code, answer.context["sent"]) == (200, False)


@pytest.mark.parametrize(
    ("facts", "errors"),
    [
        ({"password1": "short", "password2": "short"}, {"password2": ["password_too_short"]}),
        ({"password2": "other-mountain-2018"}, {"password2": ["password_mismatch"]}),
        ({"password1": "xin@example.com1", "password2": "xin@example.com1"}, {"password2": ["password_too_similar"]}),
        ({"username": "lao"}, {"username": ["unique"]}),
        ({"username": "LAO"}, {"username": ["unique"]}),
        ({"username": "no blanks"}, {"username": ["invalid"]}),
        ({"name": ""}, {"name": ["required"]}),
    ],
)
def test_what_a_new_account_needs(facts, errors, client, unit_year):
    school.stored_contact(unit_year, "lao")
    _invitation, token = invited(unit_year)
    usual = {"username": "xin", "name": "新联", "password1": PASSWORD, "password2": PASSWORD}
    answer = client.post(f"/invitations/{token}/", {**usual, **facts})
    assert said_at(answer) == errors
    assert not User.objects.filter(username="xin").exists()
    assert client.post(f"/invitations/{token}/", usual).status_code == 302
    assert User.objects.get(username="xin").check_password(PASSWORD)
    assert client.get(f"/invitations/{token}/").status_code == 404


def test_the_link_is_not_kept_by_the_browser(client, unit_year):
    _invitation, token = invited(unit_year)
    answer = client.get(f"/invitations/{token}/")
    assert ("no-store" in answer["Cache-Control"], answer["Referrer-Policy"]) == (True, "same-origin")


def test_who_may_withdraw_and_end(unit_year, office):
    own, other = school.stored_contact(unit_year, "lao"), school.stored_contact(unit_year, "pang")
    invitation, _token = invited(unit_year, own, own.contact_of.get())
    pages = (f"/units/cs/invitations/{invitation.pk}/withdraw/", f"/units/cs/contacts/{own.contact_of.get().pk}/end/")
    assert [visitor(other).post(page).status_code for page in pages] == [404, 403]
    assert [visitor(own).post(page).status_code for page in pages] == [302, 403]
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is not None
    assert visitor(office).post(pages[1]).status_code == 302
    assert own.contact_of.get().until is not None


def test_queries_do_not_grow_with_units(unit_year, office, django_assert_num_queries):
    browser = visitor(office)
    for count in (1, 4):
        while UnitYear.objects.count() < count:
            number = UnitYear.objects.count() + 1
            school.stored_contact(
                school.stored_unit(unit_year.campaign, f"u{number}", f"第{number}学院", position=number), f"c{number}"
            )
        with django_assert_num_queries(6):
            browser.get("/contacts/")
