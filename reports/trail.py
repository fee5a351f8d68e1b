"""The record of acts in words, and as a table (SECURITY 2, C25)."""

from collections.abc import Iterable
from typing import NamedTuple

from reports.tables import Column, Heading, Numbered, Table
from sheets.problems import gettext_noop

# Every act there is. Whoever records another one says here what a reader calls it; a test holds this.
ACTS = {
    "account-changed": gettext_noop("account changed"),
    "account-created": gettext_noop("account created"),
    "attachment-exported": gettext_noop("attachment downloaded"),
    "audit-exported": gettext_noop("record downloaded"),
    "audit-purged": gettext_noop("record: old entries put away"),
    "campaign-changed": gettext_noop("campaign changed"),
    "campaign-made-current": gettext_noop("campaign opened"),
    "campaign-purge-asked": gettext_noop("deletion of a year's personal data asked for"),
    "campaign-purged": gettext_noop("year's personal data deleted"),
    "claim-kept": gettext_noop("double claim: person kept"),
    "claim-moved": gettext_noop("double claim: decided for the asking unit"),
    "claim-released": gettext_noop("double claim: person released"),
    "claim-stays": gettext_noop("double claim: decided for the listing unit"),
    "claim-withdrawn": gettext_noop("double claim withdrawn"),
    "contact-ended": gettext_noop("contact's work ended"),
    "contact-invited": gettext_noop("contact invited"),
    "data-request-filed": gettext_noop("request about data filed"),
    "data-request-granted": gettext_noop("request about data granted"),
    "data-request-refused": gettext_noop("request about data refused"),
    "deadline-extended": gettext_noop("deadline extended"),
    "decisions-released": gettext_noop("decisions sent out"),
    "decisions-undone": gettext_noop("decisions taken back"),
    "demo-loaded": gettext_noop("demo school loaded"),
    "edit-undone": gettext_noop("change by hand taken back"),
    "handover-confirmed": gettext_noop("hand-over confirmed"),
    "head-count-confirmed": gettext_noop("head count confirmed"),
    "head-count-questioned": gettext_noop("head count questioned"),
    "head-count-set": gettext_noop("head count entered"),
    "invitation-accepted": gettext_noop("invitation accepted"),
    "invitation-withdrawn": gettext_noop("invitation withdrawn"),
    "keys-rotated": gettext_noop("keys renewed"),
    "missing-exported": gettext_noop("list of the missing downloaded"),
    "numbers-revealed": gettext_noop("complete numbers looked at"),
    "project-added": gettext_noop("project added"),
    "project-changed": gettext_noop("project changed"),
    "project-commented": gettext_noop("project commented"),
    "projects-asked-again": gettext_noop("minimum of projects asked again"),
    "projects-copied": gettext_noop("projects copied from last year"),
    "projects-exported": gettext_noop("projects downloaded"),
    "projects-imported": gettext_noop("projects imported"),
    "projects-waived": gettext_noop("minimum of projects waived"),
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
    "unityear-changed": gettext_noop("unit's year changed"),
    "unityear-created": gettext_noop("unit's year created"),
    "staffcontact-changed": gettext_noop("contact changed"),
    "staffcontact-created": gettext_noop("contact entered"),
    "volunteer-edited": gettext_noop("person changed"),
    "volunteer-moved": gettext_noop("person moved to another unit"),
    "volunteer-removed": gettext_noop("person taken off the roster"),
    "volunteers-changed": gettext_noop("people changed"),
    "year-opened": gettext_noop("year opened"),
}
# What an entry tells besides.
DETAILS = {
    "act": gettext_noop("act"),
    "attachment": gettext_noop("attachment"),
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
    "edits": gettext_noop("changes by hand"),
    "fields": gettext_noop("fields"),
    "format": gettext_noop("file"),
    "held": gettext_noop("held back"),
    "ignored": gettext_noop("not taken over"),
    "imports": gettext_noop("rosters"),
    "informed": gettext_noop("notice given"),
    "invitation": gettext_noop("invitation"),
    "kind": gettext_noop("kind"),
    "left": gettext_noop("left"),
    "mac": gettext_noop("seal"),
    "mended": gettext_noop("mended rows"),
    "new_account": gettext_noop("new account"),
    "party_members": gettext_noop("party members"),
    "people": gettext_noop("people"),
    "problems": gettext_noop("problems"),
    "receipt": gettext_noop("receipt number"),
    "projects": gettext_noop("projects"),
    "registered": gettext_noop("registered"),
    "removed": gettext_noop("removed"),
    "renewed": gettext_noop("renewed"),
    "requests": gettext_noop("requests about data"),
    "restored": gettext_noop("restored"),
    "row": gettext_noop("row"),
    "rosters": gettext_noop("rosters"),
    "rows": gettext_noop("rows"),
    "accepted": gettext_noop("accepted"),
    "seed": gettext_noop("seed"),
    "size": gettext_noop("bytes"),
    "skipped": gettext_noop("skipped"),
    "staff": gettext_noop("staff"),
    "state": gettext_noop("state"),
    "students": gettext_noop("students"),
    "submissions": gettext_noop("submissions"),
    "teams": gettext_noop("teams"),
    "successor": gettext_noop("successor"),
    "to": gettext_noop("to"),
    "unchanged": gettext_noop("unchanged"),
    "units": gettext_noop("units"),
    "until": gettext_noop("until"),
    "updated": gettext_noop("changed"),
    "version": gettext_noop("version"),
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
