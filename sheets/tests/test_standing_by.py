"""A reader stands by before a file is there: it is for one file, and never stands in the way of one."""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest

from sheets import reading
from sheets.problems import Refused
from sheets.reading import read, stand_by
from sheets.tests.building import COLUMNS, HEADER, PERSON, csv_of

CONTENT = csv_of(HEADER, PERSON).encode()


@pytest.fixture(autouse=True)
def nobody_stands_by_afterwards() -> Iterator[None]:
    yield
    while reading._standing_by:
        with reading._standing_by.pop() as process:
            process.kill()


def name() -> object:
    """The name in the one row of a file that is read now, or why it is refused."""
    try:
        return read(CONTENT, "名单.csv", COLUMNS).rows[0][1]["name"]
    except Refused as refused:
        return refused.code


def test_it_reads_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_by()
    process = reading._standing_by[0]
    monkeypatch.setattr(reading, "START", "raise ValueError")  # whoever starts now reads nothing
    assert (name(), process.returncode, name()) == ("张三", -signal.SIGKILL, "file-unreadable")


def test_one_that_died_meanwhile_is_passed_over() -> None:
    stand_by()
    os.kill(reading._standing_by[0].pid, signal.SIGKILL)
    os.waitid(os.P_PID, reading._standing_by[0].pid, os.WEXITED | os.WNOWAIT)
    assert name() == "张三"


def test_the_one_before_goes() -> None:
    stand_by()
    former = reading._standing_by[0]
    stand_by()
    assert former.wait(20) == 0
    assert [process.poll() for process in reading._standing_by] == [None]


def test_it_ends_by_itself_when_nobody_is_left_to_ask() -> None:
    stand_by()
    with reading._standing_by.pop() as process:
        pass
    assert process.returncode == 0


def test_it_serves_a_process_that_is_forked_from_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_by()
    monkeypatch.setattr(reading, "START", "raise ValueError")
    forking = multiprocessing.get_context("fork")
    here, there = forking.Pipe(duplex=False)

    def job(answer: Any) -> None:
        answer.send([name(), name()])

    process = forking.Process(target=job, args=(there,))
    process.start()
    assert here.poll(20)
    assert here.recv() == ["张三", "file-unreadable"]
    process.join()
    assert reading._standing_by[0].wait(20) == -signal.SIGKILL


def test_letting_one_go_leaves_it_to_whoever_reads_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker whose database was away for a moment goes on with the next job while the one before still reads."""
    stand_by()
    forking = multiprocessing.get_context("fork")
    (here, there), (go, gone) = forking.Pipe(duplex=False), forking.Pipe(duplex=False)

    def job() -> None:
        go.recv()
        monkeypatch.setattr(reading, "START", "raise ValueError")
        there.send(name())

    process = forking.Process(target=job)
    process.start()
    stand_by()
    gone.send(None)
    assert (name(), here.poll(20) and here.recv()) == ("张三", "张三")
    process.join()
