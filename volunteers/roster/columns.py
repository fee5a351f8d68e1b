"""The columns of a roster and the words people write in their place (R6; DOMAIN 3, Attachment 4)."""

from dataclasses import replace
from typing import Final

from sheets.headers import Column


def _column(key: str, title: str, synonyms: str = "", *, required: bool = False) -> Column:
    return Column(key, title, tuple(synonyms.split()), required)


COLUMNS: Final = (
    _column("name", "姓名", "名字 真实姓名 人员姓名 学生姓名 教工姓名 教师姓名 志愿者姓名", required=True),
    _column("sex", "性别"),
    _column(
        "category",
        "人员类别",
        "人员类型 类别 人员身份 身份 身份类别 身份类型 人员性质 师生类别 教工/学生 学生/教工",
        required=True,
    ),
    _column(
        "school_number",
        "工号/学号",
        "学号/工号 学号 工号 学工号 工号或学号 学号或工号 职工号 职工编号 教工号 教职工号 校园卡号 一卡通号",
    ),
    _column("politics", "政治面貌", "政治面目 政治身份 面貌"),
    _column(
        "department",
        "班级/部门",
        "部门/班级 班级 部门 所在班级 所在部门 行政班 行政班级 班级名称 专业班级 年级班级 部门名称 科室 所在科室 "
        "教研室 系部",
    ),
    _column("document_type", "证件类型", "证件类别 证件种类 证件名称 有效证件类型 身份证件类型 有效身份证件类型"),
    _column(
        "document_number",
        "证件号码",
        "证件号 证件编号 有效证件号码 身份证件号码 有效身份证件号码 身份证号 身份证号码 身份证 身份证编号 身份号码 "
        "居民身份证 居民身份证号 居民身份证号码 公民身份号码 公民身份证号码 二代身份证号 二代身份证号码",
        required=True,
    ),
    _column(
        "volunteer_number",
        "志愿者编号",
        "志愿者号 志愿者号码 志愿者证号 志愿者编码 志愿者ID 志愿编号 志愿号 志愿服务编号 志愿者注册编号 志愿者注册号 "
        "注册编号 注册号",
    ),
    _column(
        "phone",
        "手机号码",
        "手机号 手机 移动电话 联系手机 联系电话 电话 电话号码 联系方式 联系号码 本人手机 本人手机号",
    ),
    _column(
        "unit",
        "所在单位",
        "单位 单位名称 所属单位 工作单位 学院 所在学院 所属学院 学院名称 院系 所在院系 所属党组织 "
        "所在志愿服务队 所属志愿服务队 志愿服务队",
        required=True,
    ),
    _column("status", "注册状态", "状态 注册情况 志愿者状态 志愿者注册状态 注册及入队状态"),
    _column("joined_on", "加入日期", "加入时间 入队日期 入队时间 加入队伍日期 加入队伍时间 加入志愿服务队时间"),
    _column("remark", "备注", "备注说明 说明"),
)

TITLES: Final = {column.key: column.title for column in COLUMNS}


def columns(*, unit_given: bool) -> tuple[Column, ...]:
    """The columns to look for: 所在单位 must be there unless the unit is given from outside (R6)."""
    return tuple(
        replace(column, required=False) if unit_given and column.key == "unit" else column for column in COLUMNS
    )
