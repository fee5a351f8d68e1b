"""Who gets what at every address: one line for each route, method and object, one status for each visitor.

`login` is the way to the login page, any other number is the status. The visitors are nobody, the contact of our unit,
the contact of their unit, a former contact of ours (`until` is set), a contact of ours whose account was switched off
during the session, a reviewer, an administrator and an auditor. Objects: ours, theirs, absent, and what else may be
asked for.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

VISITORS = ("anonymous", "contact", "neighbour", "former", "locked", "reviewer", "administrator", "auditor")
METHODS = ("GET", "HEAD", "POST")

# One line for each route, methods and object: the visitors' statuses in their order.
PORTAL = Path(__file__).with_name("matrix.txt").read_text()
# allauth's pages guard themselves; the links and codes in these addresses and forms are invalid ones, and there is no
# campus login. Contacts have no second factor here; the office and the auditor have, and have shown it.
ACCOUNT = """
account_login                         GET,HEAD       -  200    302    302    302    200    302    302    302
account_login                         POST           -  200    302    302    302    200    302    302    302
account_logout                        GET,HEAD       -  302    200    200    200    302    200    200    200
account_logout                        POST           -  302    302    302    302    302    302    302    302
account_inactive                      GET,HEAD       -  200    200    200    200    200    200    200    200
account_inactive                      POST           -  405    405    405    405    405    405    405    405
account_reauthenticate                GET,HEAD,POST  -  login  200    200    200    login  200    200    200
account_change_password               GET,HEAD       -  login  200    200    200    login  200    200    200
account_change_password               POST           -  login  200    200    200    login  200    200    200
account_set_password                  GET,HEAD,POST  -  login  302    302    302    login  302    302    302
account_reset_password                GET,HEAD,POST  -  200    200    200    200    200    200    200    200
account_reset_password_done           GET,HEAD       -  200    200    200    200    200    200    200    200
account_reset_password_done           POST           -  405    405    405    405    405    405    405    405
account_reset_password_from_key       GET,HEAD,POST  -  200    200    200    200    200    200    200    200
account_reset_password_from_key_done  GET,HEAD       -  200    200    200    200    200    200    200    200
account_reset_password_from_key_done  POST           -  405    405    405    405    405    405    405    405
preferences                           GET,HEAD       -  405    405    405    405    405    405    405    405
preferences                           POST           -  302    302    302    302    302    302    302    302
account_security                      GET,HEAD,POST  -  login  200    200    200    login  200    200    200
session_end                           GET,HEAD       -  login  405    405    405    login  405    405    405
session_end                           POST           -  login  404    404    404    login  404    404    404
sessions_end_others                   GET,HEAD       -  login  405    405    405    login  405    405    405
sessions_end_others                   POST           -  login  302    302    302    login  302    302    302
first_password                        GET,HEAD,POST  -  404    404    404    404    404    404    404    404
campus_login                          GET,HEAD       -  404    404    404    404    404    404    404    404
campus_login                          POST           -  405    405    405    405    405    405    405    405
campus_link                           GET,HEAD       -  login  405    405    405    login  405    405    405
campus_link                           POST           -  login  404    404    404    login  404    404    404
campus_unlink                         GET,HEAD       -  login  405    405    405    login  405    405    405
campus_unlink                         POST           -  login  404    404    404    login  404    404    404
mfa_index                             GET,HEAD       -  login  200    200    200    login  200    200    200
mfa_index                             POST           -  login  405    405    405    login  405    405    405
mfa_authenticate                      GET,HEAD,POST  -  302    302    302    302    302    302    302    302
mfa_reauthenticate                    GET,HEAD,POST  -  login  302    302    302    login  200    200    200
mfa_activate_totp                     GET,HEAD,POST  -  login  200    200    200    login  302    302    302
mfa_deactivate_totp                   GET,HEAD       -  login  404    404    404    login  200    200    200
mfa_deactivate_totp                   POST           -  login  404    404    404    login  302    302    302
mfa_view_recovery_codes               GET,HEAD       -  login  404    404    404    login  200    200    200
mfa_view_recovery_codes               POST           -  login  405    405    405    login  405    405    405
mfa_generate_recovery_codes           GET,HEAD       -  login  200    200    200    login  200    200    200
mfa_generate_recovery_codes           POST           -  login  200    200    200    login  302    302    302
mfa_download_recovery_codes           GET,HEAD       -  login  404    404    404    login  200    200    200
mfa_download_recovery_codes           POST           -  login  404    404    404    login  405    405    405
mfa_list_webauthn                     GET,HEAD       -  login  200    200    200    login  200    200    200
mfa_list_webauthn                     POST           -  login  405    405    405    login  405    405    405
mfa_add_webauthn                      GET,HEAD,POST  -  login  200    200    200    login  200    200    200
mfa_edit_webauthn                     GET,HEAD,POST  -  login  404    404    404    login  404    404    404
mfa_remove_webauthn                   GET,HEAD,POST  -  login  404    404    404    login  404    404    404
mfa_reauthenticate_webauthn           GET,HEAD,POST  -  login  302    302    302    login  302    302    302
mfa_login_webauthn                    GET,HEAD,POST  -  302    302    302    302    302    302    302    302
"""
# The admin has one rule, administrators only; so only their statuses stand here: GET, HEAD, POST.
ADMIN = """
index                        200 200 200
login                        302 200 200
logout                       405 405 200
password_change              302 302 302
password_change_done         200 200 405
autocomplete                 403 403 405
jsi18n                       200 200 405
view_on_site                 404 404 404
app_list                     200 200 200
accounts_user_changelist     200 200 200
accounts_user_add            200 200 200
accounts_user_change         200 200 200
accounts_user_delete         403 403 403
accounts_user_history        200 200 200
campaigns_campaign_changelist 200 200 200
campaigns_campaign_add       403 403 403
campaigns_campaign_change    200 200 200
campaigns_campaign_delete    403 403 403
campaigns_campaign_history   200 200 200
units_unit_changelist        200 200 200
units_unit_add               200 200 200
units_unit_change            200 200 200
units_unit_delete            403 403 403
units_unit_history           200 200 200
units_unityear_changelist    200 200 200
units_unityear_add           200 200 200
units_unityear_change        200 200 200
units_unityear_delete        403 403 403
units_unityear_history       200 200 200
"""
# Django's own unnamed ones: the old address of an object, and whatever else is asked for below /admin/.
ADMIN_UNNAMED = {"accounts/user", "campaigns/campaign", "units/unit", "units/unityear"}


class Visit(NamedTuple):
    """One line of the matrix."""

    route: str
    method: str
    place: str


Expected = Mapping[str, str]


def lines(table: str) -> Iterator[tuple[Visit, Expected]]:
    """The lines of a table, several methods taken apart."""
    for row in table.splitlines():
        if not row or row.startswith("#"):
            continue
        route, methods, place, *statuses = row.split()
        for method in methods.split(","):
            yield Visit(route, method, place), dict(zip(VISITORS, statuses, strict=True))


def admin_lines() -> Iterator[tuple[Visit, str]]:
    """What administrators get in the admin."""
    for row in filter(None, ADMIN.splitlines()):
        name, *statuses = row.split()
        yield from (
            (Visit(f"admin:{name}", method, "-"), status) for method, status in zip(METHODS, statuses, strict=True)
        )


PAGES = dict(lines(PORTAL)) | dict(lines(ACCOUNT))
ADMIN_PAGES = dict(admin_lines())
assert len(PAGES) == sum(1 for _line in (*lines(PORTAL), *lines(ACCOUNT))), "two lines say the same"
