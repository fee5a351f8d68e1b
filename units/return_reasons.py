"""The usual reasons for which a team is returned: the words for the national system and the fields they are about."""

from dataclasses import dataclass

LENGTH = 25


@dataclass(frozen=True, slots=True)
class Reason:
    """A usual reason: at most 25 characters, as the national system has it (DOMAIN 4), and the fields to be mended."""

    key: str
    text: str
    fields: tuple[str, ...]


REASONS = (
    Reason("name", "队名与规范名称不一致", ("registered_name",)),
    Reason("code", "队伍联络编号有误", ("liaison_code",)),
    Reason("chain", "上级联络组织填写有误", ("liaison_chain",)),
    Reason("status", "登记状态填写有误", ("registration_status",)),
    Reason("staff", "联系人须为在职教工", ("contact_name", "contact_is_staff")),
    Reason("reach", "联系电话或邮箱有误", ("contact_phone", "contact_email")),
    Reason("dates", "注册或更名日期有误", ("registered_on", "renamed_on")),
    Reason("frozen", "更名待审，通过后再报", ("registered_name", "renamed_on")),
)


def reason_of(key: str) -> Reason | None:
    """The usual reason of this key; None for words of one's own."""
    return next((reason for reason in REASONS if reason.key == key), None)
