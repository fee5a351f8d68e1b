"""Between which figures a unit stands while people are claimed by two units."""

import pytest

from reports.contested import Contested, Counted
from reports.quota import Quota

NOBODY = Counted()


@pytest.mark.parametrize(
    "listed, asked, expected",
    [
        (NOBODY, NOBODY, None),
        (Counted(2, 0, 0), Counted(1, 0, 0), None),
        (Counted(2, 2, 1), NOBODY, (10, 12)),
        (NOBODY, Counted(3, 3, 0), (12, 15)),
        (Counted(2, 1, 0), Counted(3, 3, 0), (11, 15)),
        (Counted(20, 20, 0), NOBODY, (0, 12)),
    ],
)
def test_range_of_registered(listed: Counted, asked: Counted, expected: tuple[int, int] | None) -> None:
    found = Contested(listed, asked).registered(Quota(12, 20, 60))
    assert found == (expected and tuple(Quota(count, 20, 60) for count in expected))


def test_range_of_party_members() -> None:
    contested = Contested(Counted(2, 2, 1), Counted(3, 3, 2))
    assert contested.party(Quota(4, 5, 100)) == (Quota(3, 5, 100), Quota(6, 5, 100))
    assert contested.party(None) is None
    assert contested.people == 5
