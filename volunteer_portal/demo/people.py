"""Synthetic people: lawful numbers in a region that does not exist."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from volunteers.identifiers import CHECK_CHARACTERS, DocumentType

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁"
GIVEN = (
    "一文明志远思雨晨曦嘉怡子涵宇航欣然浩然梓萱俊杰雅静立新建国海燕春晓秋实冬青天佑若兰安宁永康书瑶景行知行乐山敏学勤朴"
)
RARE_NAMES = ("王㛃", "李䶮", "张𬭎", "陈𡐓", "刘𠅤", "杨𫖯", "古丽·买买提", "欧阳若兰", "赵𬱖", "周𬍛")
REGIONS = range(419900, 420000)  # no county has such a code
FIRST_DAY, DAYS = date(1961, 1, 1), 16_000


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A person of the synthetic school."""

    name: str
    sex: str
    category: str
    school_number: str
    politics: str
    department: str
    document_type: str
    document_number: str
    phone: str
    volunteer_number: str

    @property
    def is_party_member(self) -> bool:
        """Full or probationary."""
        return self.politics in ("01", "02")


def document_number(serial: int) -> str:
    """The 18 digits of the person with this serial number; no two are the same below 1.6 billion."""
    day = FIRST_DAY + timedelta(days=serial * 7919 % DAYS)
    block = serial // DAYS
    digits = f"{REGIONS[block % len(REGIONS)]}{day:%Y%m%d}{block // len(REGIONS) % 500 * 2 + serial % 2:03d}"
    return digits + CHECK_CHARACTERS[int(digits, 13) % 11]


def name(chance: random.Random, serial: int) -> str:
    """Mostly common names, now and then a rare one."""
    if serial % 97 == 0:
        return RARE_NAMES[serial // 97 % len(RARE_NAMES)]
    return chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2))))


def people(chance: random.Random, first: int, count: int, *, has_students: bool) -> Iterator[DemoPerson]:
    """So many people of a unit: one in eight works there, one in fifty has retired, the others study."""
    for serial in range(first, first + count):
        place = serial - first
        category = "other" if place % 50 == 49 else "staff" if place % 8 == 0 or not has_students else "student"
        party = chance.random() < (0.45 if category != "student" else 0.1)
        politics = chance.choice(("01", "01", "01", "02")) if party else "03" if category == "student" else "13"
        number = document_number(serial)
        yield DemoPerson(
            name=name(chance, serial),
            sex="男" if int(number[16]) % 2 else "女",
            category=category,
            school_number=f"{'2023' if category == 'student' else '19'}{serial:07d}",
            politics=politics,
            department=f"{2022 + place % 4}级{place // 8 % 3 + 1}班" if category == "student" else "",
            document_type=DocumentType.RESIDENT_ID.value,
            document_number=number,
            phone=f"1{chance.choice('35789')}{serial % 10}{chance.randrange(10**8):08d}",
            volunteer_number=f"V4199002601{serial:06d}A" if serial < 10**6 else f"V419900{serial:010d}A",
        )
