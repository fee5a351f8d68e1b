"""The units of the synthetic school, each in another situation."""

from dataclasses import dataclass
from fractions import Fraction

SCHOOL = "示例大学"


@dataclass(frozen=True, slots=True)
class Scenario:
    """How far a unit is."""

    team: str = "approved"
    head_count: str = "confirmed"
    registered: Fraction = Fraction(7, 10)
    one_short: bool = False
    party_missing: int = 0
    projects: int = 4
    has_people: bool = True
    waiver: str = ""
    extension_days: int = 0


UNTOUCHED = Scenario(team="", head_count="", projects=0, has_people=False)
SCENARIOS = (
    UNTOUCHED,
    Scenario(),
    Scenario(team="filed", registered=Fraction(6, 10)),
    Scenario(team="filed", registered=Fraction(6, 10), one_short=True),
    Scenario(team="returned", party_missing=3),
    Scenario(head_count="set", projects=6, registered=Fraction(9, 10)),
    Scenario(team="", registered=Fraction(3, 10), projects=1, party_missing=12),
    Scenario(head_count="", projects=2),
    Scenario(team="filed", projects=3, registered=Fraction(55, 100), extension_days=3),
    Scenario(projects=1, waiver="整建制外出实习，经校文明办同意"),
    Scenario(registered=Fraction(1), projects=5),
    Scenario(team="returned", head_count="set", registered=Fraction(45, 100), party_missing=7, projects=0),
)


@dataclass(frozen=True, slots=True)
class DemoUnit:
    """A unit as Attachment 1 lists it."""

    code: str
    name: str
    kind: str
    has_students: bool
    weight: int


NAMED = (
    ("cs", "计算机学院", "committee", 9),
    ("me", "机械工程学院", "committee", 9),
    ("lit", "文学院", "committee", 7),
    ("marx", "马克思主义学院", "general-branch", 3),
    ("math", "数学与统计学院", "committee", 6),
    ("phys", "物理学院", "committee", 5),
    ("chem", "化学与材料学院", "committee", 6),
    ("bio", "生命科学学院", "committee", 5),
    ("law", "法学院", "committee", 5),
    ("econ", "经济与管理学院", "committee", 9),
    ("fl", "外国语学院", "committee", 6),
    ("art", "艺术学院", "committee", 5),
    ("pe", "体育学院", "general-branch", 3),
    ("edu", "教育学院", "committee", 5),
    ("med", "医学院", "committee", 8),
    ("civil", "土木工程学院", "committee", 7),
    ("ee", "电气工程学院", "committee", 7),
    ("env", "环境学院", "general-branch", 4),
    ("intl", "国际教育学院", "general-branch", 3),
    ("admin", "机关党委", "committee", 2),
    ("lib", "图书馆", "branch", 1),
    ("logistics", "后勤服务集团", "general-branch", 1),
    ("hospital", "校医院", "branch", 1),
    ("press", "出版社", "branch", 1),
)
WITHOUT_STUDENTS = {"admin", "lib", "logistics", "hospital", "press"}
ENDINGS = {"committee": "党委", "general-branch": "党总支", "branch": "直属党支部"}


def demo_units(count: int) -> list[DemoUnit]:
    """So many units: the named ones first, then numbered departments."""
    units = [
        DemoUnit(
            code, name if name.endswith("党委") else name + ENDINGS[kind], kind, code not in WITHOUT_STUDENTS, weight
        )
        for code, name, kind, weight in NAMED[:count]
    ]
    more = range(len(units) + 1, count + 1)
    return units + [DemoUnit(f"dept-{number}", f"第{number}教学部党总支", "general-branch", True, 3) for number in more]


def team_name(unit: DemoUnit) -> str:
    """The standard name of the unit's team."""
    return f"{SCHOOL}{unit.name.removesuffix('直属党支部').removesuffix('党总支').removesuffix('党委')}志愿服务队"
