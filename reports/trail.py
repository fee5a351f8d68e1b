"""The record of acts in words, and as a table (SECURITY 2, C25)."""

from collections.abc import Iterable
from typing import NamedTuple

from reports.tables import Column, Heading, Numbered, Table
from sheets.problems import gettext_noop

# Every act there is. Whoever records another one says here what a reader calls it; a test holds this.
ACTS = {
    "account-changed": gettext_noop("account changed"),
    "account-created": gettext_noop("account created"),
    "account-unlocked": gettext_noop("account unlocked"),
    "audit-purged": gettext_noop("record: old entries put away"),
    "auth-fail": gettext_noop("login refused"),
    "auth-locked": gettext_noop("login refused and locked for a while"),
    "auth-ok": gettext_noop("logged in"),
    "campaign-changed": gettext_noop("campaign changed"),
    "campaign-made-current": gettext_noop("campaign opened"),
    "campus-account-linked": gettext_noop("campus account linked"),
    "campus-account-unlinked": gettext_noop("campus account no longer linked"),
    "claim-kept": gettext_noop("double claim: person kept"),
    "claim-moved": gettext_noop("double claim: decided for the asking unit"),
    "claim-released": gettext_noop("double claim: person released"),
    "claim-stays": gettext_noop("double claim: decided for the listing unit"),
    "claim-withdrawn": gettext_noop("double claim withdrawn"),
    "contact-ended": gettext_noop("contact's work ended"),
    "contact-invited": gettext_noop("contact invited"),
    "database-restored": gettext_noop("data put back from a backup"),
    "deadline-extended": gettext_noop("deadline extended"),
    "decisions-released": gettext_noop("decisions sent out"),
    "decisions-undone": gettext_noop("decisions taken back"),
    "demo-loaded": gettext_noop("demo school loaded"),
    "edit-undone": gettext_noop("change by hand taken back"),
    "export-fetched": gettext_noop("file fetched"),
    "export-finished": gettext_noop("download complete"),
    "export-started": gettext_noop("download begun"),
    "handover-confirmed": gettext_noop("hand-over confirmed"),
    "head-count-confirmed": gettext_noop("head count confirmed"),
    "head-count-questioned": gettext_noop("head count questioned"),
    "head-count-set": gettext_noop("head count entered"),
    "invitation-accepted": gettext_noop("invitation accepted"),
    "invitation-withdrawn": gettext_noop("invitation withdrawn"),
    "keys-rotated": gettext_noop("keys renewed"),
    "numbers-revealed": gettext_noop("complete numbers looked at"),
    "password-changed": gettext_noop("password changed"),
    "password-chosen": gettext_noop("password chosen by link"),
    "password-link-made": gettext_noop("link for a password made"),
    "password-reset": gettext_noop("forgotten password replaced"),
    "password-reset-asked": gettext_noop("link for a forgotten password sent"),
    "project-added": gettext_noop("project added"),
    "project-changed": gettext_noop("project changed"),
    "project-commented": gettext_noop("project commented"),
    "projects-asked-again": gettext_noop("minimum of projects asked again"),
    "projects-copied": gettext_noop("projects copied from last year"),
    "projects-imported": gettext_noop("projects imported"),
    "projects-waived": gettext_noop("minimum of projects waived"),
    "recovery-codes-made": gettext_noop("recovery codes made"),
    "restructuring-undone": gettext_noop("re-organisation taken back"),
    "roster-abandoned": gettext_noop("roster set aside"),
    "roster-applied": gettext_noop("roster taken over"),
    "roster-columns-forgotten": gettext_noop("meaning of the columns forgotten"),
    "roster-columns-named": gettext_noop("columns of a roster named"),
    "roster-file-back": gettext_noop("marked roster downloaded"),
    "roster-received": gettext_noop("roster received"),
    "roster-row-mended": gettext_noop("row of a roster mended"),
    "roster-row-shown": gettext_noop("row of a roster looked at"),
    "roster-undone": gettext_noop("roster taken back"),
    "second-factor-added": gettext_noop("second factor added"),
    "second-factor-removed": gettext_noop("second factor removed"),
    "second-factor-reset": gettext_noop("second factor taken away by the administration"),
    "session-ended": gettext_noop("logged out on other devices"),
    "staffcontact-changed": gettext_noop("contact changed"),
    "staffcontact-created": gettext_noop("contact entered"),
    "submitted": gettext_noop("handed in"),
    "team-approved": gettext_noop("team approved"),
    "team-filed": gettext_noop("team filed"),
    "team-returned": gettext_noop("team returned"),
    "teams-approved": gettext_noop("clean teams approved"),
    "unit-abolish": gettext_noop("unit closed"),
    "unit-changed": gettext_noop("line of Attachment 1 changed"),
    "unit-created": gettext_noop("unit created"),
    "unit-merge": gettext_noop("units merged"),
    "unit-rename": gettext_noop("unit renamed"),
    "unit-split": gettext_noop("unit split"),
    "units-imported": gettext_noop("Attachment 1 imported"),
    "units-reminded": gettext_noop("units reminded"),
    "unityear-changed": gettext_noop("unit's year changed"),
    "unityear-created": gettext_noop("unit's year created"),
    "volunteer-edited": gettext_noop("person changed"),
    "volunteer-moved": gettext_noop("person moved to another unit"),
    "volunteer-removed": gettext_noop("person taken off the roster"),
    "volunteers-changed": gettext_noop("people changed"),
    "year-opened": gettext_noop("year opened"),
}
# What an entry tells besides.
DETAILS = {
    "accepted": gettext_noop("accepted"),
    "act": gettext_noop("act"),
    "address": gettext_noop("network address"),
    "attachment": gettext_noop("attachment"),
    "attempts": gettext_noop("failed attempts"),
    "bytes": gettext_noop("bytes"),
    "changed": gettext_noop("changed"),
    "claims": gettext_noop("double claims"),
    "clear_numbers": gettext_noop("complete numbers"),
    "columns": gettext_noop("columns"),
    "count": gettext_noop("number"),
    "created": gettext_noop("new"),
    "decision": gettext_noop("decision"),
    "decisions": gettext_noop("decisions"),
    "digest": gettext_noop("checksum"),
    "edited": gettext_noop("edited since"),
    "expected": gettext_noop("expected"),
    "factors": gettext_noop("second factors"),
    "fields": gettext_noop("fields"),
    "filter": gettext_noop("filter"),
    "format": gettext_noop("file"),
    "held": gettext_noop("held back"),
    "ignored": gettext_noop("not taken over"),
    "imports": gettext_noop("rosters"),
    "informed": gettext_noop("notice given"),
    "invitation": gettext_noop("invitation"),
    "kind": gettext_noop("about"),
    "left": gettext_noop("left"),
    "list": gettext_noop("list"),
    "lists_people": gettext_noop("names people"),
    "locked": gettext_noop("behind a password"),
    "mac": gettext_noop("seal"),
    "made_at": gettext_noop("made at"),
    "mended": gettext_noop("mended rows"),
    "new_account": gettext_noop("new account"),
    "party_members": gettext_noop("party members"),
    "people": gettext_noop("people"),
    "problems": gettext_noop("problems"),
    "receipt": gettext_noop("receipt number"),
    "removed": gettext_noop("removed"),
    "renewed": gettext_noop("renewed"),
    "restored": gettext_noop("restored"),
    "row": gettext_noop("row"),
    "rows": gettext_noop("rows"),
    "seed": gettext_noop("seed"),
    "serial": gettext_noop("serial number"),
    "sessions": gettext_noop("sessions ended"),
    "sha256": gettext_noop("checksum"),
    "size": gettext_noop("bytes"),
    "skipped": gettext_noop("skipped"),
    "staff": gettext_noop("staff"),
    "state": gettext_noop("state"),
    "students": gettext_noop("students"),
    "successor": gettext_noop("successor"),
    "to": gettext_noop("to"),
    "unchanged": gettext_noop("unchanged"),
    "units": gettext_noop("units"),
    "until": gettext_noop("until"),
    "updated": gettext_noop("changed"),
    "version": gettext_noop("version"),
    "what": gettext_noop("what was tried"),
    "year": gettext_noop("year"),
}

LABEL = "操作记录"
COLUMNS = (
    Column("序号", 6),
    Column("时间", 20),
    Column("账号", 14, wraps=True),
    Column("角色", 10, wraps=True),
    Column("操作", 20, align="left", wraps=True),
    Column("对象", 24, align="left", wraps=True),
    Column("所属党组织", 20, align="left", wraps=True),
    Column("理由", 24, align="left", wraps=True),
    Column("说明", 30, align="left", wraps=True),
    Column("网络地址", 14),
    Column("会话", 10),
    Column("请求", 14),
)


class TrailLine(NamedTuple):
    """One entry, every cell in words."""

    moment: str
    account: str
    role: str
    act: str
    subject: str
    unit: str
    reason: str
    details: str
    address: str
    session: str
    request: str


def table(heading: Heading, lines: Iterable[TrailLine]) -> Table:
    """The entries in the order given."""
    return heading.table(LABEL, COLUMNS, Numbered(lines))
