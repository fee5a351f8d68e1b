"""Tests of the sealed rows between preview and confirmation, and of the form that takes the file."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from units.table_import import KEPT_SECONDS, LARGEST_TABLE, TableForm, rows_of, sealed_rows

ROWS = [{"row": 4, "name": "计算机学院党委", "has_students": True}, {"row": 5, "name": "𬭎", "has_students": False}]
NOON = "2026-11-14T12:00:00+08:00"


def refusal(staged, kind="units"):
    with pytest.raises(ValidationError) as refused:
        rows_of(staged, kind=kind)
    return refused.value.code


@time_machine.travel(NOON, tick=False)
def test_the_same_rows_come_back_in_time_only() -> None:
    staged = sealed_rows(ROWS, kind="units")
    with time_machine.travel(NOON, tick=False) as clock:
        clock.shift(timedelta(seconds=KEPT_SECONDS))
        assert rows_of(staged, kind="units") == ROWS
        clock.shift(timedelta(seconds=1))
        assert refusal(staged) == "preview-too-old"


def test_a_changed_word_or_one_of_another_kind_is_refused() -> None:
    staged = sealed_rows(ROWS, kind="units")
    middle = len(staged) // 3
    changed = staged[:middle] + ("A" if staged[middle] != "A" else "B") + staged[middle + 1 :]
    assert [refusal(changed), refusal(staged, "projects"), refusal(""), refusal(staged[:-1])] == ["preview-broken"] * 4


@pytest.mark.parametrize(
    "content, codes",
    [(b"", []), (b"x" * LARGEST_TABLE, []), (b"x" * (LARGEST_TABLE + 1), ["file-too-large"])],
    ids=["empty", "largest", "too large"],
)
def test_a_file_up_to_five_megabytes_is_taken(content, codes) -> None:
    form = TableForm({}, MultiValueDict({"file": [SimpleUploadedFile("表.xlsx", content)]}))
    assert form.is_valid() is (codes == [])
    assert [error.code for error in form.errors.as_data().get("file", [])] == codes
