"""The words rosters use for political affiliation, category, status, sex and document, each list in one table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from units.invisible import squeezed
from volunteers.identifiers import DocumentType


@dataclass(frozen=True, slots=True)
class WordList:
    """Codes with their words, separated by 、: the official one first, which is printed, then those also understood."""

    words: Mapping[str, str]
    labels: Mapping[str, str] = field(init=False, repr=False)
    codes: Mapping[str, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        lists = {code: words.split("、") for code, words in self.words.items()}
        object.__setattr__(self, "labels", {code: words[0] for code, words in lists.items()})
        object.__setattr__(self, "codes", {word: code for code, words in lists.items() for word in words})

    def code_of(self, text: str) -> str | None:
        """The code of a word as people write it; None when it is not known."""
        return self.codes.get(text) or self.codes.get(squeezed(text))

    def label(self, code: str) -> str:
        """The official word of a code; nothing for nothing."""
        return self.labels[code] if code else ""

    @property
    def known(self) -> str:
        """The official words, as a message shows them."""
        return "、".join(self.labels.values())


POLITICS: Final = WordList(
    {
        "01": "中国共产党党员、中共党员、共产党员、正式党员、中共正式党员、中国共产党正式党员",
        "02": "中国共产党预备党员、中共预备党员、预备党员、中共党员（预备）、中共党员(预备)",
        "03": "共青团员、团员、中国共产主义青年团团员、中国共青团员",
        "04": "民革、民革党员、民革会员、中国国民党革命委员会、中国国民党革命委员会会员",
        "05": "民盟、民盟盟员、中国民主同盟、中国民主同盟盟员",
        "06": "民建、民建会员、中国民主建国会、中国民主建国会会员",
        "07": "民进、民进会员、中国民主促进会、中国民主促进会会员",
        "08": "农工党、农工党党员、农工民主党、中国农工民主党、中国农工民主党党员",
        "09": "致公党、致公党党员、中国致公党、中国致公党党员",
        "10": "九三学社、九三学社社员",
        "11": "台盟、台盟盟员、台湾民主自治同盟、台湾民主自治同盟盟员",
        "12": "无党派民主人士、无党派人士、无党派",
        "13": "群众、普通群众、一般群众、普通公民",
        "20": "其他、其它",
    }
)
# 党员 alone may be a full (01) or a probationary member (02): nothing is guessed (R7; the file ce20 of the corpus).
AMBIGUOUS_POLITICS: Final = frozenset({"党员"})

CATEGORIES: Final = WordList(
    {
        "staff": (
            "教工、教职工、教职员工、教师、专任教师、专职教师、职工、职员、行政、行政人员、行政管理人员、管理人员、"
            "党政管理人员、辅导员、专职辅导员、教辅、教辅人员、工勤、工勤人员、后勤人员、实验员、实验人员、实验技术人员、"
            "科研人员、专职科研人员、专业技术人员、博士后、在职教工、在职教职工、在职人员、人事代理"
        ),
        "student": (
            "学生、在校学生、在校生、大学生、本科生、本科、普通本科生、全日制本科生、本科学生、专升本、专升本学生、专科生、专科、"
            "高职生、预科生、研究生、硕士生、硕士、硕士研究生、博士生、博士、博士研究生、留学生、来华留学生、国际学生、国际生、"
            "港澳台学生、港澳台生"
        ),
        "other": (
            "其他、其它、其他人员、离退休、离退休人员、离退休教职工、离休、离休人员、退休、退休人员、退休教工、退休教职工、"
            "退休教师、外聘、外聘人员、外聘教师、兼职教师、劳务派遣、劳务派遣人员、临时工、校友、家属、社会人员"
        ),
    }
)

STATUSES: Final = WordList(
    {
        "unregistered": "未注册、尚未注册、没有注册、待注册",
        "pending": "审核中、待审核、正在审核、正在审核中、认证中、实名认证中、待认证、待实名认证、注册中、已提交",
        "registered": "已注册、注册成功、已实名、已实名认证、已认证、已注册未入队、已注册未加入",
        "joined": "已入队、入队、已加入、已加入队伍、已加入志愿服务队、已注册已入队、已注册并入队",
        "declined": "不注册、不愿注册、自愿不注册、本人不注册、本人不愿注册、不参加、自愿不参加、谢绝",
    }
)

SEXES: Final = WordList({"男": "男、男性、男生", "女": "女、女性、女生"})

DOCUMENTS: Final = WordList(
    {
        DocumentType.RESIDENT_ID: (
            "居民身份证、身份证、二代身份证、第二代身份证、二代证、第二代居民身份证、中国居民身份证、"
            "中华人民共和国居民身份证、大陆居民身份证、内地居民身份证"
        ),
        DocumentType.HKMT_RESIDENCE: (
            "港澳台居民居住证、港澳居民居住证、台湾居民居住证、港澳台居住证、港澳居住证、台湾居住证、"
            "中华人民共和国港澳居民居住证、中华人民共和国台湾居民居住证"
        ),
        DocumentType.FOREIGN_PERMANENT: (
            "外国人永久居留身份证、外国人永久居留证、永久居留身份证、永久居留证、中华人民共和国外国人永久居留身份证"
        ),
        DocumentType.HKM_PERMIT: (
            "港澳居民来往内地通行证、来往内地通行证、港澳居民通行证、港澳通行证、港澳同胞回乡证、回乡证"
        ),
        DocumentType.TAIWAN_PERMIT: (
            "台湾居民来往大陆通行证、来往大陆通行证、台湾居民通行证、台湾通行证、台湾同胞证、台胞证"
        ),
        DocumentType.PASSPORT: "护照、中国护照、外国护照、普通护照",
    }
)
