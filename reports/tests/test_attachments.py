import pytest

from reports import attachment1, attachment3, attachment4
from reports.tables import Table
from reports.tests.paper import TEAM, heading, people, person, team_line, unit_line


def titles(table: Table) -> list[str]:
    return [f"{column.group}·{column.title}" if column.group else column.title for column in table.columns]


def test_attachment_1_lists_units():
    table = attachment1.table(heading("志愿服务队规范名称一览表"), [unit_line()])
    assert titles(table) == ["序号", "所属党组织", "单位类别", "规范名称", "曾用名", "备注"]
    assert (table.label, list(table.rows), table.total_row(1)) == (
        "附件1",
        [("1", "信息工程学院党委", "学院", TEAM, "计算机系青年志愿者协会", "")],
        None,
    )


def test_attachment_3_lists_teams_with_their_sums():
    uncounted = team_line(staff=None, people=None, rate="—")
    table = attachment3.table(heading("志愿服务队注册信息汇总表"), [team_line(), uncounted])
    assert titles(table) == [
        *("序号", "所属党组织", "志愿服务队规范名称", "队伍联络编号", "上级联络组织"),
        *("教工联系人·姓名", "教工联系人·手机", "教工联系人·邮箱", "注册/更名日期", "审核状态"),
        *("师生总数·教工", "师生总数·学生", "师生总数·合计", "党员总数", "已注册人数", "注册率", "已入队人数"),
        *("党员已注册数", "党员注册率", "项目数", "备注"),
    ]
    start = (
        *("信息工程学院党委", TEAM, "410000180001", "省直志愿服务总队"),
        *("李强", "13900000001", "liqiang@example.edu.cn", "2018-11-10", "已审"),
    )
    assert list(table.rows) == [
        ("1", *start, 50, 150, 200, 30, 120, "60.0%", 110, 30, "100.0%", 4, ""),
        ("2", *start, "—", 150, "—", 30, 120, "—", 110, 30, "100.0%", 4, ""),
    ]
    assert table.total_row(2) == (
        *("合计", *[None] * 9),
        *(50, 300, 200, 60, 240, "—", 220, 60, "100.0%", 8, ""),
    )


@pytest.mark.parametrize(
    ("lines", "people_total", "rate"),
    [
        ([], 0, "—"),
        ([team_line(people=10000, registered=5996)], 10000, "59.9%"),
        ([team_line(people=4000, registered=1), team_line(people=6000, registered=5995)], 10000, "59.9%"),
        ([team_line(people=5, registered=3)], 5, "60.0%"),
        ([team_line(people=0, registered=0)], 0, "—"),
        ([team_line(people=None)], "—", "—"),
        ([team_line(people=None), team_line(people=200)], 200, "—"),
    ],
)
def test_the_rate_of_all_teams_is_truncated_and_needs_every_head_count(lines, people_total, rate):
    closing = attachment3.closing_row(lines)
    assert (closing[12], closing[15]) == (people_total, rate)


def test_attachment_4_lists_people_as_text():
    table = attachment4.table(heading(), [person(1), person(2, "𬭎琳", "=1+1")])
    assert titles(table) == [
        *("序号", "姓名", "性别", "人员类别", "工号/学号", "政治面貌", "证件类型", "证件号码"),
        *("志愿者编号", "手机号码", "所在志愿服务队", "注册状态", "加入日期", "备注"),
    ]
    shared = ("女", "学生"), ("中国共产党预备党员", "居民身份证"), (TEAM, "已入队", "2018-11-12")
    numbers = [("201800000001", "410105199901010001"), ("201800000002", "410105199901010002")]
    assert list(table.rows) == [
        (
            *("1", "王芳", *shared[0], numbers[0][0], *shared[1], numbers[0][1], "V4101051811000001A", "13800000001"),
            *(*shared[2], ""),
        ),
        (
            *("2", "𬭎琳", *shared[0], numbers[1][0], *shared[1], numbers[1][1], "V4101051811000002A", "13800000002"),
            *(*shared[2], "=1+1"),
        ),
    ]


def test_attachment_4_counts_whoever_comes_along():
    table = attachment4.table(heading(), people(3))
    count = len(list(table.rows))
    assert table.total_row(count) == ("合计", "3 人", *[None] * 12)


@pytest.mark.parametrize("line", [person(), team_line()])
def test_numbers_stay_out_of_tracebacks(line):
    assert not any(character.isdigit() for character in repr(line))
