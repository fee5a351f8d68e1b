"""One row mended on the page: checked like every row, and the file examined as if it had been sent like this."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from units.models import UnitYear
from volunteer_portal.demo.people import document_number
from volunteer_portal.tests.acts import entry, recorded
from volunteer_portal.tests.school import stored_campaign, stored_contact, stored_unit
from volunteers.models import RosterImport, Volunteer
from volunteers.roster.importing import abandon_import, apply_import
from volunteers.roster.mending import KEYS, mend_row, show_row
from volunteers.tests.rosters import HEADER, after, again, as_csv, as_workbook, codes, examined, is_complete, line

pytestmark = pytest.mark.django_db
BAD = document_number(3)[:-1] + ("0" if document_number(3)[-1] != "0" else "1")


@pytest.fixture
def unit_year() -> UnitYear:
    return stored_unit(stored_campaign())


def typed(row: list[Any]) -> dict[str, str]:
    """A row as the form gives it."""
    return {KEYS[title]: str(cell) for title, cell in zip(HEADER, row, strict=True)}


def mended(received: RosterImport, row: int, **texts: str) -> RosterImport:
    """The import after the row was shown, changed and examined anew."""
    contact = received.by or stored_contact(received.unit_year, f"contact-{row}")  # type: ignore[arg-type]
    shown = show_row(received, row, by=contact, at=timezone.now())
    return after(mend_row(received, row, {**shown, **texts}, by=contact, at=timezone.now()), received)


def test_a_mended_row_joins_the_accepted_ones(unit_year: UnitYear) -> None:
    contact, now = stored_contact(unit_year, "contact"), timezone.now()
    received = examined(unit_year, as_csv(line(1), line(2), line(3, 证件号码=BAD)), by=contact)
    assert (codes(received), received.report["counts"]["created"]) == ([(4, "document-number-check-digit")], 2)
    shown = show_row(received, 4, by=contact, at=now)
    assert shown == {**typed(line(3, 证件号码=BAD)), "remark": ""}
    job = mend_row(received, 4, {**shown, "document_number": document_number(3)}, by=contact, at=now)
    assert again(received).state == "received"
    found = after(job, received)
    assert (codes(found), found.report["counts"]["created"], is_complete(found)) == ([], 3, True)
    facts: dict[str, Any] = {"unit": "cs", "by": contact, "at": now, "row": 4}
    assert recorded()[-2:] == [
        entry("roster-row-shown", found, **facts),
        entry("roster-row-mended", found, **facts, fields=["document_number"]),
    ]
    apply_import(found, by=contact, at=now)
    assert sorted(Volunteer.objects.values_list("name", flat=True)) == sorted(line(serial)[0] for serial in (1, 2, 3))
    kept = again(found)
    assert (bytes(kept.upload_sealed), bytes(kept.mending_sealed)) == (b"", b"")


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"document_number": BAD}, {"document_number": ["document-number-check-digit"]}),
        ({"name": "", "category": "外星人"}, {"name": ["name-missing"], "category": ["word-unknown"]}),
        ({"phone": "123", "joined_on": "昨天"}, {"phone": ["phone-form"], "joined_on": ["joined-on-form"]}),
        ({"name": "合计"}, {}),
    ],
)
def test_a_faulty_row_is_refused_at_its_cells(unit_year: UnitYear, texts: dict[str, str], expected: object) -> None:
    received = examined(unit_year, as_csv(line(1), line(2)))
    contact = stored_contact(unit_year, "contact")
    if not expected:
        assert codes(mended(received, 2, **texts)) == []  # a person with a number may be called anything
        return
    with pytest.raises(ValidationError) as refusal:
        mend_row(received, 2, {**typed(line(1)), **texts}, by=contact, at=timezone.now())
    assert {key: [error.code for error in errors] for key, errors in refusal.value.error_dict.items()} == expected
    assert (again(received).state, bytes(again(received).mending_sealed)) == ("checked", b"")


def test_what_was_wrong_with_others_is_looked_at_again(unit_year: UnitYear) -> None:
    received = examined(unit_year, as_csv(line(1), line(1, 备注="另一个"), line(2)))
    assert codes(received) == [(2, "person-contradicted"), (3, "person-contradicted")]
    found = mended(received, 3, document_number=document_number(3), volunteer_number="")
    assert (codes(found), found.report["counts"]["created"], is_complete(found)) == ([], 3, True)
    found = mended(found, 4, document_number=document_number(3), volunteer_number="")
    assert (codes(found), is_complete(found)) == ([(3, "person-contradicted"), (4, "person-contradicted")], True)


def test_a_file_without_one_good_row_can_be_mended_too(unit_year: UnitYear) -> None:
    received = examined(unit_year, as_workbook(line(1, 证件号码=int(document_number(1))), line(2, 姓名="")))
    assert (received.state, received.report["refused"]["code"], is_complete(received)) == (
        "refused", "no-good-row", True,
    )  # fmt: skip
    assert codes(received) == [(2, "document-number-damaged"), (3, "name-missing")]
    shown = show_row(received, 2, by=stored_contact(unit_year, "contact"), at=timezone.now())
    assert shown["document_number"] == ""  # what Excel has damaged is not offered again
    found = mended(received, 2, document_number=document_number(1))
    assert (found.state, codes(found), found.report["counts"]["created"]) == ("checked", [(3, "name-missing")], 1)


def test_a_cell_the_file_has_no_column_for(unit_year: UnitYear) -> None:
    received = examined(unit_year, as_csv(line(1), line(2, 证件号码="G12345678")))
    assert codes(received) == [(3, "document-type-needed")]
    found = mended(received, 3, document_type="护照")
    assert (codes(found), found.report["counts"]["created"]) == ([], 2)


def test_mended_twice_keeps_both(unit_year: UnitYear) -> None:
    received = examined(unit_year, as_csv(line(1), line(2, 姓名=""), line(3, 政治面貌="党员")))
    found = mended(mended(received, 3, name="张三"), 4, politics="中共党员")
    assert (codes(found), found.kept("mending")["rows"]) == (
        [], {"3": {"name": "张三"}, "4": {"politics": "中共党员"}},
    )  # fmt: skip


def refusal_of(act: Any) -> str:
    with pytest.raises(ValidationError) as refusal:
        act()
    return str(refusal.value.code)


def test_decided_imports_and_unread_rows_cannot_be_mended(unit_year: UnitYear) -> None:
    contact, now = stored_contact(unit_year, "contact"), timezone.now()
    unread = examined(unit_year, as_csv(line(1)) + b'"a"b,c,d,e,f,g\r\n')
    assert codes(unread) == [(3, "row-quotes")]
    assert refusal_of(lambda: show_row(unread, 3, by=contact, at=now)) == "row-not-read"
    assert refusal_of(lambda: mend_row(unread, 99, typed(line(1)), by=contact, at=now)) == "row-not-read"
    abandon_import(unread, by=contact, at=now)
    gone = again(unread)
    assert refusal_of(lambda: show_row(gone, 2, by=contact, at=now)) == "file-not-kept"
    applied = examined(unit_year, as_csv(line(2)))
    stale = again(applied)
    apply_import(applied, by=contact, at=now)
    assert refusal_of(lambda: mend_row(stale, 2, typed(line(2)), by=contact, at=now)) == "file-not-kept"


FAULTS: tuple[dict[str, str], ...] = (
    {}, {"姓名": ""}, {"姓名": "张3"}, {"证件号码": BAD}, {"证件号码": document_number(1)}, {"人员类别": "?"},
    {"政治面貌": "党员"}, {"志愿者编号": "V4199002601000001A"}, {"志愿者编号": "短"}, {"备注": "班长"},
)  # fmt: skip


def stored_once() -> tuple[UnitYear, User]:
    """The unit and its contact, the same for every example."""
    unit_year = UnitYear.objects.first() or stored_unit(stored_campaign())
    return unit_year, User.objects.first() or stored_contact(unit_year, "contact")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(FAULTS), min_size=2, max_size=5), st.data())
def test_mending_is_the_same_as_sending_it_right(faults: list[dict[str, str]], data: st.DataObject) -> None:
    """Whatever rows there are: mended on the page or corrected in the file, the same is found."""
    unit_year, contact = stored_once()
    rows = [line(serial, **fault) for serial, fault in enumerate(faults, start=1)]
    place = data.draw(st.integers(0, len(rows) - 1))
    serial = data.draw(st.integers(1, 6))
    received = examined(unit_year, as_csv(*rows))
    if not received.upload_sealed:
        return
    rows[place] = line(serial)
    job = mend_row(received, place + 2, typed(line(serial)), by=contact, at=timezone.now())
    found, direct = after(job, received), examined(unit_year, as_csv(*rows))
    assert (found.state, found.report) == (direct.state, direct.report)
    assert is_complete(found)
