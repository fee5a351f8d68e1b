"""The second factor: who needs one, that nothing opens without it, that a code works once, and what when it is lost."""

import re
import time
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.utils import timezone

from accounts.attempts import OF_ACCOUNT_AND_NETWORK
from accounts.models import AuditEntry, User
from volunteer_portal.tests.acts import manage, visitor
from volunteer_portal.tests.school import PASSWORD, School, second_factor, stored_account, two_units
from volunteers.encryption import DecryptionFailed, open_second_factor

pytestmark = pytest.mark.django_db
INDEX, AUTHENTICATE, AGAIN = (f"/account/second-factor/{page}" for page in ("", "authenticate/", "reauthenticate/"))
# Where one gets without having shown it: the ways out, to the other language, to the set-up and to the password again.
OPEN = {INDEX: 200, "/account/logout/": 200, "/account/reauthenticate/": 200, "/account/preferences/": 405}
CLOSED = ["/", "/board/", "/units/cs/", "/attachments/", "/admin/", "/admin/accounts/user/", "/account/security/"]


@pytest.fixture
def school(settings: Any) -> School:
    return two_units()


def code_of(user: User, steps: int = 0) -> str:
    """What the app of this account shows now, or so many half minutes later."""
    secret = open_second_factor(Authenticator.objects.get(user=user, type="totp").data["secret"])
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def with_password(name: str, client: Client | None = None) -> Client:
    """A browser in which the password was typed."""
    client = client or Client()
    client.cookies["django_language"] = "en"
    client.post("/account/login/?next=/board/", {"login": name, "password": PASSWORD})
    return client


def bare(user: User) -> Client:
    """A session of an account that was opened without any second factor, as a foreign login would."""
    client = Client()
    client.force_login(user)
    return client


def acts() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


@pytest.mark.parametrize("name", ["reviewer", "administrator", "auditor"])
def test_the_office_goes_nowhere_without_having_set_one_up(name: str, school: School) -> None:
    Authenticator.objects.all().delete()
    client = with_password(name)
    for path in CLOSED:
        for method in (client.get, client.post):
            answer = method(path)
            assert (path, answer.status_code, answer["Location"].split("?")[0]) == (path, 302, INDEX)
    assert {path: client.get(path).status_code for path in OPEN} == OPEN
    assert "Before you go on" in client.get(INDEX).content.decode()


@pytest.mark.parametrize("name", ["reviewer", "administrator"])
def test_a_session_that_came_another_way_shows_it_first(name: str, school: School) -> None:
    client = bare(school.accounts[name])
    for path in CLOSED:
        assert client.get(path)["Location"] == f"{AGAIN}?next={path.replace('/', '%2F')}"
    answer = client.post(f"{AGAIN}?next=/board/", {"code": code_of(school.accounts[name])})
    assert answer["Location"] == "/board/"
    assert client.get("/board/").status_code == 200


def test_a_part_of_a_page_leads_the_whole_page_there(school: School) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/cockpit/"}
    answer = bare(school.accounts["reviewer"]).get("/cockpit/changes/", headers=headers)
    assert answer["HX-Redirect"] == f"{AGAIN}?next=http%3A%2F%2Ftestserver%2Fcockpit%2F"


def test_contacts_are_offered_one_and_schools_may_ask_for_it(school: School, settings: Any) -> None:
    client = with_password("cs-contact")
    assert (client.get("/units/cs/").status_code, client.get(INDEX).status_code) == (200, 200)
    settings.SECOND_FACTOR_FOR_ALL = True
    assert client.get("/units/cs/")["Location"].split("?")[0] == INDEX


def test_a_contact_who_has_one_is_asked_at_the_login(school: School) -> None:
    second_factor(school.ours.contact)
    client = with_password("cs-contact")
    assert client.get("/units/cs/")["Location"].startswith("/account/login/")
    assert client.post(AUTHENTICATE, {"code": code_of(school.ours.contact)})["Location"] == "/board/"
    assert client.get("/units/cs/").status_code == 200


def test_the_key_changes_at_the_second_factor(school: School) -> None:
    client = with_password("reviewer")
    before = client.cookies["sessionid"].value
    client.post(AUTHENTICATE, {"code": code_of(school.accounts["reviewer"])})
    copied = Client()
    copied.cookies["sessionid"] = before
    assert client.cookies["sessionid"].value != before
    assert [one.get("/board/").status_code for one in (client, copied)] == [200, 302]
    assert acts()[-1] == "auth-ok"


@pytest.mark.parametrize(
    ("steps", "status"), [(-2, 200), (-1, 302), (0, 302), (1, 302), (2, 200)], ids=["-2", "-1", "0", "+1", "+2"]
)
def test_one_half_minute_before_and_after(steps: int, status: int, school: School) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        client, code = with_password("reviewer"), code_of(school.accounts["reviewer"], steps)
        assert client.post(AUTHENTICATE, {"code": code}).status_code == status


def test_a_code_works_once_for_as_long_as_it_is_valid(school: School) -> None:
    reviewer = school.accounts["reviewer"]
    with time_machine.travel(timezone.now(), tick=False) as clock:
        code = code_of(reviewer, 1)
        answers = []
        for seconds in (0, 1, 31):
            clock.shift(timedelta(seconds=seconds))
            answers.append(with_password("reviewer").post(AUTHENTICATE, {"code": code}).status_code)
        again = visitor(reviewer).post(AGAIN, {"code": code}).status_code
    assert (answers, again) == ([302, 200, 200], 200)


def test_recovery_codes_work_once(school: School) -> None:
    codes = Authenticator.objects.get(user=school.accounts["reviewer"], type="recovery_codes").wrap()
    first, second = codes.get_unused_codes()[:2]
    clients = [(with_password("reviewer"), code) for code in (first, first, second)]
    assert [client.post(AUTHENTICATE, {"code": code}).status_code for client, code in clients] == [302, 200, 302]


def test_the_sixth_code_is_not_looked_at(school: School) -> None:
    """Also when the password is typed anew between them."""
    reviewer = school.accounts["reviewer"]
    wrong = []
    for _time in range(OF_ACCOUNT_AND_NETWORK):
        wrong.append(with_password("reviewer").post(AUTHENTICATE, {"code": "000000"}).status_code)
    right = with_password("reviewer").post(AUTHENTICATE, {"code": code_of(reviewer)})
    assert (wrong, right.status_code, "Retry-After" in right) == ([200] * 5, 429, True)
    assert acts() == ["submitted"] * 2 + ["auth-fail"] * 4 + ["auth-locked"]


def set_up(client: Client) -> Any:
    """Set up the app in the browser; returns the answer to the code it shows."""
    page = client.get("/account/second-factor/totp/activate/").content.decode()
    secret = re.search(r'<code class="key">(\w+)</code>', page)
    assert secret
    code = format_hotp_value(hotp_value(secret[1], int(time.time()) // 30))
    return client.post("/account/second-factor/totp/activate/", {"code": code})


@pytest.mark.django_db(transaction=True)
def test_setting_up_opens_the_portal_and_ends_other_sessions(school: School) -> None:
    Authenticator.objects.all().delete()
    elsewhere, client = with_password("reviewer"), with_password("reviewer")
    answer = set_up(client)
    assert answer["Location"] == "/account/second-factor/recovery-codes/"
    codes = re.findall(r"<code>(\d{8})</code>", client.get(answer["Location"]).content.decode())
    assert len(set(codes)) == 10
    assert client.get("/board/").status_code == 200
    assert elsewhere.get(INDEX)["Location"].startswith("/account/login/")
    entry, reviewer = AuditEntry.objects.latest("pk"), school.accounts["reviewer"]
    assert (entry.action, entry.by, entry.detail) == ("second-factor-added", reviewer, {"sessions": 1})


@pytest.mark.django_db(transaction=True)
def test_without_the_last_one_it_does_not_go_on(school: School) -> None:
    client = visitor(school.accounts["reviewer"])
    assert client.post("/account/second-factor/totp/deactivate/")["Location"] == INDEX
    assert client.get("/board/")["Location"].split("?")[0] == INDEX
    assert Authenticator.objects.filter(user=school.accounts["reviewer"]).count() == 0
    assert acts()[-1] == "second-factor-removed"


def test_taking_it_away_asks_who_it_is(school: School) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = visitor(school.accounts["reviewer"])
        clock.shift(timedelta(minutes=10))
        for page in ("totp/deactivate/", "webauthn/add/", "recovery-codes/", "recovery-codes/generate/"):
            assert client.get(f"{INDEX}{page}")["Location"].startswith("/account/reauthenticate/?next=")


def test_the_telephone_is_lost(school: School) -> None:
    reviewer = school.accounts["reviewer"]
    client = visitor(reviewer)
    chosen = {"action": "reset_factor", "_selected_action": [reviewer.pk]}
    assert visitor(school.accounts["administrator"]).post("/admin/accounts/user/", chosen).status_code == 302
    entry = AuditEntry.objects.latest("pk")
    facts = (entry.action, entry.object_id, entry.by, entry.detail)
    detail = {"factors": ["recovery_codes", "totp"], "sessions": 1}
    assert facts == ("second-factor-reset", str(reviewer.pk), school.accounts["administrator"], detail)
    assert client.get("/board/")["Location"].startswith("/account/login/")
    assert with_password("reviewer").get("/board/")["Location"].split("?")[0] == INDEX


def test_the_only_administrators_telephone_is_lost(school: School) -> None:
    assert manage("reset_second_factor", "administrator").code == 0
    assert (acts()[-1], AuditEntry.objects.latest("pk").by) == ("second-factor-reset", None)
    assert not Authenticator.objects.filter(user=school.accounts["administrator"]).exists()
    assert manage("reset_second_factor", "nobody").code == 1


def test_secrets_are_sealed() -> None:
    stored = Authenticator.objects.filter(user=stored_account("shen", User.Role.REVIEWER))
    app, codes = stored.get(type="totp"), stored.get(type="recovery_codes")
    secrets = [open_second_factor(app.data["secret"]), open_second_factor(codes.data["seed"])]
    assert [len(secret) for secret in secrets] == [32, 80]
    assert [secret for secret in secrets if secret in str(list(stored.values()))] == []


def test_another_key_opens_none(settings: Any) -> None:
    app = Authenticator.objects.get(user=stored_account("shen", User.Role.REVIEWER), type="totp")
    settings.ENCRYPTION_KEYS = ["A" * 43 + "="]
    with pytest.raises(DecryptionFailed):
        open_second_factor(app.data["secret"])
