"""What processes hold while they work: memory, open files, threads; and whether it grows."""

import asyncio
import contextlib
from pathlib import Path
from statistics import fmean, linear_regression
from typing import NamedTuple

EVERY = 5  # seconds


class Held(NamedTuple):
    """Of one process and those it began, at one moment."""

    megabytes: float
    files: int
    threads: int


def held(root: int) -> Held:
    """What this process and its children hold."""
    pages = files = threads = 0
    for pid in family(root):
        with contextlib.suppress(OSError):  # one that has just ended holds nothing
            resident = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
            opened, running = (len(list(Path(f"/proc/{pid}/{what}").iterdir())) for what in ("fd", "task"))
            pages, files, threads = pages + resident, files + opened, threads + running
    return Held(pages * 4096 / 2**20, files, threads)


def family(root: int) -> list[int]:
    """A process and all it began."""
    children = Path(f"/proc/{root}/task/{root}/children")
    mine = [int(pid) for pid in children.read_text().split()] if children.exists() else []
    return [root, *(pid for child in mine for pid in family(child))]


async def watched(root: int, seen: list[Held]) -> None:
    """Look now and then, until stopped."""
    while True:
        seen.append(held(root))
        await asyncio.sleep(EVERY)


def growth(seen: list[Held]) -> dict[str, float]:
    """By what share of its mean each grew over the time, along the straight line through all that was seen."""
    found = {}
    for name in Held._fields:
        values = [float(getattr(one, name)) for one in seen]
        slope = linear_regression(range(len(values)), values).slope if len(values) > 1 else 0.0
        found[name] = slope * (len(values) - 1) / fmean(values)
    return found
