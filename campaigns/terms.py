"""The year's numbers and words, as rules need them (DOMAIN 2)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Terms:
    """What this year's circular demands of a unit."""

    quota_percent: int = 60
    party_percent: int = 100
    projects_minimum: int = 4
    liaison_chain: tuple[str, ...] = ()
    registration_status: str = ""
