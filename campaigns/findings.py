"""What still stands between a unit and the year's goal."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """One shortfall: blocking ones stop the submission, the others may be explained in writing (DOMAIN 2, our readings)."""

    code: str
    message: str
    blocking: bool
    params: Mapping[str, str | int] = field(default_factory=dict)
