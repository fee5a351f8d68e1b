"""Killing work at every place where something could be half done."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection, connections

from volunteer_portal.tests.acts import let_go
from volunteer_portal.tests.serving import PATIENCE

TOO_MANY = 2000


def killed_before(statement: int, work: Callable[[], object]) -> bool:
    """Do the work in a process of its own, killed with -9 before this statement of SQL; whether it was killed."""
    connections.close_all()

    def alone() -> None:
        seen = 0

        def watch(execute: Callable[..., Any], *words: Any) -> Any:
            nonlocal seen
            seen += 1
            if seen == statement:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(*words)

        with connection.execute_wrapper(watch):
            work()

    process = multiprocessing.get_context("fork").Process(target=alone)
    process.start()
    process.join(PATIENCE)
    if process.exitcode is None:
        process.kill()
    assert process.exitcode in (0, -signal.SIGKILL), f"at statement {statement}: ended {process.exitcode}"
    let_go()
    return process.exitcode != 0


def places(work: Callable[[], object], every: int = 1) -> Iterator[int]:
    """Each statement of the work at which it is killed, until it goes through."""
    for statement in range(1, TOO_MANY, every):
        if not killed_before(statement, work):
            return
        yield statement
    raise AssertionError("the work never ended")
