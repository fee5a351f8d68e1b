"""Attachment 2: how a person registers and joins the unit's team, as one value for page, paper and chat (DOMAIN 3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

LABEL = "附件2"
ANY_TEAM = "本单位志愿服务队（规范名称见附件1）"
LARGEST_BATCH = 50


@dataclass(frozen=True, slots=True)
class Section:
    """One numbered part: a heading and its lines; `pairs` are messages and what to do."""

    heading: str
    lines: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Leaflet:
    """A page of official text."""

    label: str
    title: str
    author: str
    intro: str
    sections: tuple[Section, ...]
    foot: str
    date: date


MESSAGES = (
    (
        "使用该证件号码的志愿者已经注册过",
        "您以前注册过，不必再注册：用原账号登录，忘记密码的先找回密码，再申请加入本队；也可请联系人邀请该账号入队。",
    ),
    ("身份证件信息验证异常", "证件号码可能已被他人使用：请核对无误后拨打系统公布的全国服务热线处理。"),
    ("正在审核中，不能加入", "实名核验尚未完成：等待1至2个工作日，核验通过后再申请入队。"),
    ("服务区域与队伍区域不匹配", "先在个人资料中把“服务区域”改为队伍所在区域，保存后再申请入队。"),
    ("已存在队伍中", "您已是本队成员，无需再次申请。"),
)


def leaflet(*, title: str, unit: str, team: str, office: str, mailbox: str, on: date) -> Leaflet:
    """Attachment 2 for a unit, with the standard name of its team; for the whole school `unit` and `team` are empty."""
    team = team or ANY_TEAM
    goal = f"“{team}”" if unit else "所在单位的志愿服务队"
    intro = f"{unit}全体师生：请按以下四步完成个人注册并加入{goal}。"
    sections = (
        Section("一、个人实名注册", REGISTERING),
        Section("二、等待核验", WAITING),
        Section("三、取得志愿者编号", NUMBER),
        Section("四、加入志愿服务队", joining(team)),
        Section("五、常见提示与处理", pairs=MESSAGES),
        Section("六、说明", REMARKS),
    )
    return Leaflet(LABEL, title, office, intro, sections, f"咨询：本单位联系人，或{office}（{mailbox}）。", on)


REGISTERING = (
    "打开“中国志愿服务网”（全国志愿服务信息系统），注册为志愿者。",
    "如实填写姓名、证件类型、证件号码、政治面貌、手机号码和服务区域，内容与证件一致。",
    "证件号码中的字母一律大写（如X）；姓名中的间隔号用“·”，前后不留空格。",
)
WAITING = ("提交后由系统核验身份，一般需要1至2个工作日。其间不能加入队伍，也不必重复提交。",)
NUMBER = ("核验通过后登录系统，查看自己的志愿者编号。编号全国唯一，请记下并报本单位联系人登记。",)
REMARKS = (
    "党员应当带头注册，其他师生自愿参加。《志愿服务条例》第二十五条规定，任何组织和个人不得强行指派志愿者提供服务；"
    "本人不愿注册的，告知联系人即可。",
    "证件号码只填写在全国志愿服务信息系统中，或当面交给本单位联系人，不要发到聊天群里。",
)


def joining(team: str) -> tuple[str, ...]:
    """How to join this team."""
    return (
        f"登录后按全称查找：{team}。名称须一字不差，以免加入名称相近的队伍。",
        "申请加入，等待队伍管理员审核；审核通过即为本队成员。",
        f"人数较多的，可由联系人用队伍账号批量加入，每批不超过{LARGEST_BATCH}人。",
    )


def numbered(section: Section) -> Iterator[str]:
    """The lines of a section, numbered where there are several."""
    for number, line in enumerate(section.lines, 1):
        yield f"{number}. {line}" if len(section.lines) > 1 else line
    for message, advice in section.pairs:
        yield f"提示“{message}”：{advice}"


def chat_text(page: Leaflet) -> str:
    """The same words to be pasted into a chat group."""
    parts = ["\n".join((section.heading, *numbered(section))) for section in page.sections]
    return "\n\n".join((f"【{page.title}】\n{page.intro}", *parts, page.foot))
