"""While two units claim a person: between which figures each of them stands (DOMAIN 8.8).

The rule: a person counts where they are listed until the claim is settled. Until then a unit's figure lies between the
one without everybody another unit asks it for and the one with everybody it asks others for.
"""

from dataclasses import dataclass, replace

from reports.quota import Quota


@dataclass(frozen=True, slots=True)
class Counted:
    """Some people: all, the registered staff and students among them, and the party members among those."""

    people: int = 0
    registered: int = 0
    party_registered: int = 0


@dataclass(frozen=True, slots=True)
class Contested:
    """The people of a unit another unit asks for, and those the unit asks others for."""

    listed: Counted
    asked: Counted

    @property
    def people(self) -> int:
        """All of them."""
        return self.listed.people + self.asked.people

    def registered(self, quota: Quota) -> tuple[Quota, Quota] | None:
        """The registered people's quota at least and at most; None when nothing can move it."""
        return _between(quota, self.listed.registered, self.asked.registered)

    def party(self, quota: Quota | None) -> tuple[Quota, Quota] | None:
        """The same for the party members."""
        return _between(quota, self.listed.party_registered, self.asked.party_registered) if quota else None


def _between(quota: Quota, fewer: int, more: int) -> tuple[Quota, Quota] | None:
    if not fewer and not more:
        return None
    return replace(quota, count=max(0, quota.count - fewer)), replace(quota, count=quota.count + more)
