"""What changed from one version to the next, and since the last."""

import hashlib

from reports.differences import Differences, differences
from reports.frozen import Frozen
from reports.listings import frozen_now, frozen_of, stamp_now
from reports.models import Submission
from reports.tallies import UnitStanding

NOTHING = Differences((), (), (), ())


def not_handed_in(last: Submission | None, found: UnitStanding) -> Differences:
    """What the unit changed since it last handed in; nothing while it never has."""
    if last is None or stamp_now(found) == last.stamp:
        return NOTHING
    content = frozen_now(found).canonical()
    if hashlib.sha256(content).hexdigest() == last.digest:
        return NOTHING
    return differences(frozen_of(last), Frozen.read(content))


def since_the_one_before(submission: Submission) -> Differences | None:
    """What a version changed; None for the first."""
    before = Submission.objects.filter(unit_year=submission.unit_year_id, version=submission.version - 1).first()
    return differences(frozen_of(before), frozen_of(submission)) if before else None
