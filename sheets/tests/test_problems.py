import pytest

from sheets.problems import Problem, Refused, shown


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("备注", "备注"),
        ("  两行\r\n备注 ", "两行 备注"),
        ("很" * 40, "很" * 29 + "…"),
        ("11010119620101000X", "110101*000X"),
        ("号码110101196201010008", "号码110101*0008"),
        ("1101 0119 6201 0100 08", "1101 01*00 08"),
        ("19900001234", "199*1234"),
        ("１１０１０１１９６２０１０１０００８", "１１０１０１*０００８"),
        ("20240001", "20240001"),
        (12, "12"),
    ],
)
def test_shown(value: object, expected: str) -> None:
    assert shown(value) == expected


def test_sentences_are_filled_in() -> None:
    params: dict[str, str | int] = {"row": 3, "columns": "姓名"}
    assert str(Problem("code", "Row %(row)s lacks %(columns)s.", params)) == "Row 3 lacks 姓名."
    refused = Refused("code", "Row %(row)s lacks %(columns)s.", params)
    assert (str(refused), refused.code, refused.params) == ("Row 3 lacks 姓名.", "code", params)
    assert str(Refused("code", "Nothing to fill in: 60 % of them.")) == "Nothing to fill in: 60 % of them."
