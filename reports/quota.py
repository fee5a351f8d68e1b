"""Rates and gaps, in whole numbers (DOMAIN 2, our readings)."""

from dataclasses import dataclass

NO_RATE = "—"


@dataclass(frozen=True, slots=True)
class Quota:
    """How far a number of people is from a percentage of a total; no total (None or 0) is never a pass."""

    count: int
    total: int | None
    percent: int

    @property
    def is_known(self) -> bool:
        """Whether there is a total to measure against."""
        return bool(self.total)

    @property
    def is_reached(self) -> bool:
        """Compared in integers: 59.96 % is not 60 %."""
        return bool(self.total) and self.count * 100 >= self.percent * (self.total or 0)

    @property
    def needed(self) -> int | None:
        """The least count that reaches the percentage, rounded up; None without a total."""
        return -(-self.percent * self.total // 100) if self.total else None

    @property
    def gap(self) -> int | None:
        """How many more are needed; 0 when reached, None without a total."""
        return max(0, self.needed - self.count) if self.needed is not None else None

    @property
    def goal(self) -> int | None:
        """The percentage to be reached; None while there is nothing to measure."""
        return self.percent if self.total else None

    @property
    def per_mille(self) -> int | None:
        """The rate in thousandths, truncated."""
        return self.count * 1000 // self.total if self.total else None

    @property
    def text(self) -> str:
        """The rate with one truncated decimal, so never shown as reached when it is not; '—' without a total."""
        rate = self.per_mille
        return NO_RATE if rate is None else f"{rate // 10}.{rate % 10}%"


def party_quota(registered: int, party_members: int | None, percent: int) -> Quota | None:
    """The party members' quota; None for a unit that counted its people and has no party member."""
    return None if party_members == 0 else Quota(registered, party_members, percent)
