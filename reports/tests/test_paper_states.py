"""Where a unit's signed paper is."""

from datetime import UTC, datetime, timedelta

import pytest

from reports.paper.states import TONES, WORDS, PaperState, paper_state

DUE = datetime(2018, 11, 20, 16, tzinfo=UTC)
BEFORE = DUE - timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("version", "paper", "received", "state"),
    [
        (0, 0, None, PaperState.NOTHING),
        (1, 0, None, PaperState.MISSING),
        (2, 2, BEFORE, PaperState.RECEIVED),
        (2, 2, DUE, PaperState.LATE),
        (3, 2, BEFORE, PaperState.OUTDATED),
        (3, 2, DUE, PaperState.OUTDATED),
    ],
)
def test_states(version: int, paper: int, received: datetime | None, state: PaperState) -> None:
    assert paper_state(version, paper, received, due=DUE) == state


def test_every_state_has_its_words_and_tone_and_says_whether_paper_is_owed() -> None:
    assert set(WORDS) == set(TONES) == set(PaperState)
    assert [state for state in PaperState if state.is_owed] == ["outdated", "missing", "nothing"]
