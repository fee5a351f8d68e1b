"""What still stands between a unit and the year's goal."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """One shortfall: a blocking one stops the submission, another may be explained in writing (DOMAIN 2)."""

    code: str
    message: str
    blocking: bool
    params: Mapping[str, str | int] = field(default_factory=dict)
