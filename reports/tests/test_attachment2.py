"""Attachment 2: the text, its one page, the pages that show it, the command, and the hand-over page beside it."""

import io
import json
from datetime import date, datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from reports.attachment2 import ANY_TEAM, MESSAGES, chat_text, leaflet
from reports.exporting import leaflet_for
from reports.pdf import leaflet as paper
from reports.pdf.faces import MissingGlyph
from units.models import UnitYear
from volunteer_portal.tests import school
from volunteer_portal.tests.acts import entry, recorded, visitor
from volunteers.models import RosterImport

DAY = date(2018, 10, 8)
TITLE = "试验大学个人注册及加入志愿服务队办法"
TEAM = "试验大学计算机学院志愿服务队"
# DOMAIN 4: what contacts meet and need help with.
MET = {
    "使用该证件号码的志愿者已经注册过",
    "身份证件信息验证异常",
    "已存在队伍中",
    "正在审核中，不能加入",
    "服务区域与队伍区域不匹配",
}


def page(unit="计算机学院党委", team=TEAM, **facts):
    return leaflet(title=TITLE, unit=unit, team=team, office="校文明办", mailbox="office@example.com", on=DAY, **facts)


def received(answer: Any) -> datetime:
    """When the request came in that was answered so."""
    moment: datetime = answer.wsgi_request.received_at
    return moment


def read(content):
    pages = [found.extract_text() for found in PdfReader(io.BytesIO(content)).pages]
    return len(pages), "".join("".join(pages).split())


def test_all_messages_and_rules_stand_in_it():
    text = chat_text(page())
    assert {message for message, _advice in MESSAGES} == MET
    for expected in (
        *MET,
        TEAM,
        "1至2个工作日",
        "志愿者编号",
        "每批不超过50人",
        "《志愿服务条例》第二十五条",
        "自愿",
        "不得强行指派",
    ):
        assert expected in text
    order = [
        text.index(word)
        for word in ("个人实名注册", "等待核验", "取得志愿者编号", "加入志愿服务队\n", "常见提示与处理")
    ]
    assert order == sorted(order)


def test_without_a_unit_it_points_to_attachment_1():
    text = chat_text(page(unit="", team=""))
    assert (ANY_TEAM in text, TEAM in text, text.split("\n")[1][:5]) == (True, False, "全体师生：")


@pytest.mark.parametrize(
    ("unit", "team"),
    [
        ("计算机学院党委", TEAM),
        ("", ""),
        ("某" * 60, "某" * 45 + "志愿服务队"),
        ("𬭎学院党委", "试验大学𬭎学院志愿服务队"),
    ],
)
def test_one_page_with_every_word(unit, team):
    count, text = read(b"".join(paper.stream(page(unit, team))))
    assert count == 1
    for line in chat_text(page(unit, team)).split("\n"):
        assert "".join(line.strip("【】").split()) in text


def test_the_page_stands_upright_and_is_always_the_same():
    one, two = (b"".join(paper.stream(page())) for _ in range(2))
    box = PdfReader(io.BytesIO(one)).pages[0].mediabox
    assert (one == two, float(box.width) < float(box.height)) == (True, True)


def test_what_cannot_be_printed_is_an_error():
    with pytest.raises(MissingGlyph):
        paper.stream(page(team="𰻝志愿服务队"))


@pytest.fixture
def ours(db):
    return school.two_units()


def test_page_and_paper_of_a_unit(ours):
    browser = visitor(ours.ours.contact)
    answer = browser.get("/units/cs/attachment2/")
    expected = leaflet_for(ours.campaign, ours.ours.unit_year, at=received(answer))
    assert (answer.context["leaflet"], answer.context["chat"]) == (expected, chat_text(expected))
    content = answer.content.decode()
    assert all(line in content for line in chat_text(expected).split("\n"))
    pdf = browser.get("/units/cs/attachments/2.pdf")
    assert (pdf["Content-Type"], read(pdf.content)[0]) == ("application/pdf", 1)
    assert recorded()[-2] == entry(
        "export-started", ours.ours.unit_year, unit="cs", by=ours.ours.contact, at=received(pdf),
        attachment=2, format="pdf", clear_numbers=False, columns=[], expected=0, lists_people=False,
    )  # fmt: skip
    assert [browser.get(f"/units/law/{path}").status_code for path in ("attachment2/", "attachments/2.pdf")] == [
        404,
        404,
    ]


def test_there_is_no_workbook_of_it(ours):
    before = recorded()
    assert visitor(ours.ours.contact).get("/units/cs/attachments/2.xlsx").status_code == 404
    assert recorded() == before


@pytest.mark.parametrize("unit", [[], ["--unit", "cs"]])
def test_command(ours, unit, tmp_path, capsys):
    out = tmp_path / "2.pdf"
    call_command("export_attachment", "2", "--format", "pdf", "--out", str(out), "--json", *unit)
    assert json.loads(capsys.readouterr().out) == {"file": str(out), "bytes": out.stat().st_size}
    assert (ours.ours.unit_year.standard_name in read(out.read_bytes())[1]) == bool(unit)


def test_command_refuses_a_workbook(ours, tmp_path, capsys):
    with pytest.raises(CommandError):
        call_command("export_attachment", "2", "--format", "xlsx", "--out", str(tmp_path / "2.xlsx"), "--json")
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "attachment-not-a-table"
    assert list(tmp_path.iterdir()) == []


def test_hand_over_page(ours):
    unit_year = ours.ours.unit_year
    before = school.stored_campaign(year=ours.campaign.year - 1, is_current=False)
    last = UnitYear.objects.create(
        campaign=before,
        unit=unit_year.unit,
        position=1,
        name="计算机系党总支",
        standard_name="试验大学计算机系志愿服务队",
    )
    school.stored_project(school.head_count(last, 30, 70, 9), "旧计划")
    words = {"headless": False, "words": {"学工号码": "school_number"}}
    RosterImport.objects.filter(pk=ours.ours.roster.pk).update(columns_said=words)
    browser = visitor(ours.ours.contact)
    answer = browser.get("/units/cs/handover/")
    content = " ".join(answer.content.decode().split())
    for expected in ("Five things to do", "计算机系党总支", "试验大学计算机系志愿服务队", "Nothing was handed in.",
                     "office@example.com", "校文明办", unit_year.standard_name, str(ours.ours.contact)):  # fmt: skip
        assert expected in content
    assert answer.context["columns_said"] == [("学工号码", "工号/学号")]
    assert answer.context["last_year"]["standing"].figures.total == 100
    assert [step.tone for step in answer.context["steps"]] == ["wait", "done", "done", "done", "done"]
    assert "慕容" not in content
    assert visitor(ours.theirs.contact).get("/units/cs/handover/").status_code == 404
    assert "first year" in visitor(ours.theirs.contact).get("/units/law/handover/").content.decode()
