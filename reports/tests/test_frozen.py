"""What was handed in: the same bytes for ever, numbers masked unless asked for."""

from datetime import date

from reports.frozen import Frozen
from reports.tables import PaperMark
from reports.tests.paper import people, team_line

DAY = date(2018, 11, 14)


def frozen(**changes: object) -> Frozen:
    """A unit with three people and a project."""
    heading = {"3": "附件三", "4": "附件四", "unit": "信息工程学院党委", "filled_by": "李强", "phone": "13900000001"}
    values = {
        "campaign": 2018, "unit": "cs", "heading": heading, "team": team_line(), "people": tuple(people(3)),
        "projects": ({"name": "晨光课堂", "starts_on": "2018-03-01", "categories": ["0003"]},),
    }  # fmt: skip
    return Frozen(**{**values, **changes})  # type: ignore[arg-type]


def test_what_is_read_back_is_what_was_frozen() -> None:
    assert Frozen.read(frozen().canonical()) == frozen()
    assert Frozen.read(frozen().canonical()).canonical() == frozen().canonical()


def test_the_order_of_facts_does_not_matter() -> None:
    project = {"categories": ["0003"], "starts_on": date(2018, 3, 1), "name": "晨光课堂"}
    assert frozen(projects=(project,)).canonical() == frozen().canonical()


def test_its_tables() -> None:
    mark = PaperMark("信息工程学院党委", 3, "0123-4567-89AB", "https://portal.example.com/verify/0123-4567-89AB")
    for number, title in ((3, "附件三"), (4, "附件四")):
        table = frozen().table(number, on=DAY, clear=True, mark=mark)
        assert (table.label, table.title, table.date, table.mark) == (f"附件{number}", title, DAY, mark)
        assert table.particulars == (
            "填报单位（盖章）：信息工程学院党委", "填报人：李强", "联系电话：13900000001", "填报时间：2018年11月14日",
        )  # fmt: skip
    assert [row[7] for row in frozen().table(4, on=DAY, clear=True).rows] == [
        "410105199901010001", "410105199901010002", "410105199901010003",
    ]  # fmt: skip


def test_numbers_are_masked_unless_asked_for() -> None:
    rows = [(row[7], row[9]) for row in frozen().table(4, on=DAY, clear=False).rows]
    assert rows == [(f"410105********000{serial}", f"138****000{serial}") for serial in (1, 2, 3)]


def test_numbers_stay_out_of_tracebacks() -> None:
    assert repr(frozen()) == "<Frozen of cs>"
