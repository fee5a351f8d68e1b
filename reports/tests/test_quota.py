"""Rates and gaps at their boundaries (DOMAIN 2, our readings)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.quota import Quota, party_quota

NOT_KNOWN = (False, False, None, None, None, "—")

CASES = {
    "no head count, nobody registered": (Quota(0, None, 60), NOT_KNOWN),
    "no head count, but people": (Quota(5, None, 60), NOT_KNOWN),
    "head count 0": (Quota(0, 0, 60), NOT_KNOWN),
    "head count 0, but people": (Quota(5, 0, 60), NOT_KNOWN),
    "no head count and nothing asked": (Quota(0, None, 0), NOT_KNOWN),
    "nobody of three": (Quota(0, 3, 60), (True, False, 2, 2, 0, "0.0%")),
    "exactly 60 %": (Quota(60, 100, 60), (True, True, 60, 0, 600, "60.0%")),
    "exactly 60 % of five": (Quota(3, 5, 60), (True, True, 3, 0, 600, "60.0%")),
    "one short": (Quota(59, 100, 60), (True, False, 60, 1, 590, "59.0%")),
    "one over": (Quota(61, 100, 60), (True, True, 60, 0, 610, "61.0%")),
    "59.96 % is shown truncated": (Quota(1499, 2500, 60), (True, False, 1500, 1, 599, "59.9%")),
    "59.9997 % is shown truncated": (Quota(179_999, 300_000, 60), (True, False, 180_000, 1, 599, "59.9%")),
    "7 of 11": (Quota(7, 11, 60), (True, True, 7, 0, 636, "63.6%")),
    "6 of 11": (Quota(6, 11, 60), (True, False, 7, 1, 545, "54.5%")),
    "one of one": (Quota(1, 1, 60), (True, True, 1, 0, 1000, "100.0%")),
    "all but one of 3,000, all are asked for": (Quota(2999, 3000, 100), (True, False, 3000, 1, 999, "99.9%")),
    "more registered than counted": (Quota(120, 100, 60), (True, True, 60, 0, 1200, "120.0%")),
    "nothing is asked for": (Quota(0, 10, 0), (True, True, 0, 0, 0, "0.0%")),
}


@pytest.mark.parametrize(("quota", "expected"), CASES.values(), ids=CASES)
def test_quota(quota: Quota, expected: tuple[object, ...]) -> None:
    assert (quota.is_known, quota.is_reached, quota.needed, quota.gap, quota.per_mille, quota.text) == expected


@given(st.integers(0, 50_000), st.integers(1, 50_000), st.integers(1, 100))
def test_a_rate_is_shown_as_reached_exactly_when_it_is(count: int, total: int, percent: int) -> None:
    quota = Quota(count, total, percent)
    assert quota.is_reached == (quota.gap == 0) == (float(quota.text.rstrip("%")) >= percent)
    assert Quota(quota.needed or 0, total, percent).is_reached
    assert not Quota((quota.needed or 0) - 1, total, percent).is_reached


@pytest.mark.parametrize(
    ("registered", "party_members", "expected"),
    [
        (0, 0, None),
        (2, 0, None),
        (0, None, Quota(0, None, 100)),
        (0, 3, Quota(0, 3, 100)),
        (3, 3, Quota(3, 3, 100)),
    ],
)
def test_party_quota(registered: int, party_members: int | None, expected: Quota | None) -> None:
    assert party_quota(registered, party_members, 100) == expected
