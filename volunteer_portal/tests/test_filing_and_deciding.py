"""Two contacts file and hand in, a reviewer decides, in whatever order (SECURITY 3e, P10)."""

import uuid
from collections import Counter
from typing import Any, ClassVar

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts.models import AuditEntry, User
from reports.models import Submission
from reports.submissions import submit
from units.filing import file_team
from units.models import Team, TeamReview, UnitYear
from units.outbox import undo_decisions
from units.review import approve_team, return_team
from volunteer_portal.tests.school import School, stored_contact, two_units

FEW = settings(max_examples=20, stateful_step_count=20, deadline=None, derandomize=True, print_blob=False)
CONTACTS = st.sampled_from(["first", "second"])
CODES = st.sampled_from(["LX-1", "LX-2", "LX-3"])
ACTS = {"team-filed", "team-approved", "team-returned", "decisions-undone", "submitted"}


class Filing(RuleBasedStateMachine):
    """One unit's team and hand-ins on the real database; each example is taken back at its end."""

    school: ClassVar[School]
    people: ClassVar[dict[str, User]]

    def __init__(self) -> None:
        super().__init__()
        self.taken_back = transaction.atomic()
        self.taken_back.__enter__()
        self.unit_year = self.school.ours.unit_year
        self.version, self.state, self.codes = 1, "approved", ["LX-cs-01"]
        self.shown = dict.fromkeys(self.people, 0)  # the version each of them has on the screen
        self.seen: set[int] = set()  # what the reviewer had on the screen, ever
        self.done: Counter[str] = Counter()
        self.decision: int | None = None  # what waits in the outbox
        self.decided: dict[int, str] = {}  # what the reviewer said of each version
        self.last = AuditEntry.objects.latest("pk").pk

    def teardown(self) -> None:
        """Everything as it was."""
        transaction.set_rollback(True)
        self.taken_back.__exit__(None, None, None)

    def team(self) -> Team:
        """As it stands in the database."""
        return Team.objects.select_related("unit_year__unit", "unit_year__campaign").get(unit_year=self.unit_year)

    def act(self, verb: Any, *subject: Any, **facts: Any) -> str:
        """Do it; the code of the refusal, or nothing."""
        try:
            with transaction.atomic():
                self.answer = verb(*subject, at=timezone.now(), **facts)
        except ValidationError as refusal:
            return str(refusal.error_list[0].code)
        return ""

    @rule(who=st.sampled_from(["first", "second", "reviewer"]))
    def look(self, who: str) -> None:
        """Open the page."""
        self.shown[who] = self.team().version
        if who == "reviewer":
            self.seen.add(self.version)

    @rule(who=CONTACTS, code=CODES)
    def file(self, who: str, code: str) -> None:
        """File what was on the screen, with another code."""
        facts = {name: getattr(self.team(), name) for name in Team.FACTS} | {"liaison_code": code}
        is_old = self.shown[who] != self.version
        is_same = self.state == "filed" and self.codes[-1] == code
        unit_year = UnitYear.objects.get(pk=self.unit_year.pk)
        refused = self.act(file_team, unit_year, facts=facts, version=self.shown[who], by=self.people[who])
        assert refused == ("team-changed" if is_old and not is_same else "")
        if not is_old:
            self.version, self.state, self.decision = self.version + 1, "filed", None
            self.codes.append(code)
            self.done["team-filed"] += 1

    @rule(is_well=st.booleans())
    def decide(self, is_well: bool) -> None:
        """Approve or return the version on the screen."""
        decision, version = "approved" if is_well else "returned", self.shown["reviewer"]
        facts: dict[str, Any] = {"version": version, "by": self.people["reviewer"]}
        may = self.state == "filed" and version == self.version
        if is_well:
            refused = self.act(approve_team, self.team(), **facts)
        else:
            refused = self.act(return_team, self.team(), reason="编码有误", fields=["liaison_code"], **facts)
        assert refused in ("", "team-changed", "already-decided")
        assert (refused == "") is (may or self.decided.get(version) == decision)
        if may:
            self.state = self.decided[version] = decision
            self.decision = TeamReview.objects.filter(decision=decision).latest("pk").pk
            self.done[f"team-{decision}"] += 1

    @rule()
    def undo(self) -> None:
        """Take the last decision back while it waits in the outbox."""
        refused = self.act(undo_decisions, [self.decision or 0], by=self.people["reviewer"])
        assert refused == ("" if self.decision else "undo-too-late")
        if self.decision:
            self.state, self.decision = "filed", None
            del self.decided[self.version]
            self.done["decisions-undone"] += 1

    @rule(who=CONTACTS)
    def hand_in(self, who: str) -> None:
        """Freeze the unit's data; twice the same is one version."""
        before = Submission.objects.filter(unit_year=self.unit_year).count()
        facts = {"explanation": "学生在外实习", "form": uuid.uuid4(), "by": self.people[who]}
        refused = self.act(submit, UnitYear.objects.get(pk=self.unit_year.pk), **facts)
        after = Submission.objects.filter(unit_year=self.unit_year).count()
        assert refused in ("", "not-ready")
        assert after - before in ((0, 1) if not refused else (0,))
        self.done["submitted"] += after - before

    @invariant()
    def the_team_is_what_was_done_last(self) -> None:
        """State and version follow from the acts, and nothing is lost."""
        team = self.team()
        assert (team.state, team.version, team.liaison_code) == (self.state, self.version, self.codes[-1])

    @invariant()
    def versions_only_grow(self) -> None:
        """One more with each filing, and with each hand-in."""
        filed = TeamReview.objects.filter(team__unit_year=self.unit_year, decision="filed").order_by("pk")
        assert list(filed.values_list("version", flat=True)) == list(range(1, self.version + 1))
        handed_in = Submission.objects.filter(unit_year=self.unit_year).order_by("pk")
        assert list(handed_in.values_list("version", flat=True)) == list(range(1, handed_in.count() + 1))

    @invariant()
    def nothing_is_decided_unseen(self) -> None:
        """Whatever the reviewer decided was on the screen before."""
        decided = TeamReview.objects.filter(team__unit_year=self.unit_year, by=self.people["reviewer"])
        assert set(decided.values_list("version", flat=True)) <= self.seen

    @invariant()
    def the_record_holds_each_act_once(self) -> None:
        """As many entries as acts, of each kind."""
        entries = AuditEntry.objects.filter(pk__gt=self.last).values_list("action", flat=True)
        assert Counter(entries) == +self.done
        assert set(self.done) <= ACTS


@pytest.mark.django_db
def test_in_whatever_order() -> None:
    school = two_units()
    Filing.school = school
    Filing.people = {
        "first": school.ours.contact,
        "second": stored_contact(school.ours.unit_year, "second"),
        "reviewer": school.accounts["reviewer"],
    }
    run_state_machine_as_test(Filing, settings=FEW)
