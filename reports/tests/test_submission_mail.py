"""The office's mailbox is told by a real mail server that may be away: once, with counts, without names."""

import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from msoffcrypto import OfficeFile
from msoffcrypto.exceptions import InvalidKeyError
from openpyxl import load_workbook

from accounts.models import User
from campaigns.models import Campaign
from jobs.models import Job
from jobs.running import run_waiting
from reports.models import Submission
from reports.paper.checking import password_of
from reports.submission_mail import REASON, mail_submission
from reports.submissions import submit
from reports.tests.handed_in import AT, HOUR, ready_unit
from volunteer_portal.tests.acts import recorded, visitor
from volunteer_portal.tests.letterbox import Letterbox, open_letterbox
from volunteer_portal.tests.school import on_a_roster, stored_contact
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def letterbox(settings: Any) -> Iterator[Letterbox]:
    with open_letterbox(settings) as box:
        yield box


@pytest.fixture
def contact() -> User:
    return stored_contact(ready_unit(), "contact", name="联系人")


@pytest.fixture
def submission(contact: User) -> Submission:
    Volunteer.objects.filter(school_number="XH00000003").update(status="declined", volunteer_number="")
    unit_year = contact.contact_of.get().unit.years.get()
    return submit(unit_year, explanation="慕容第3正在国外", by=contact, at=AT)


def work(at: datetime) -> None:
    with time_machine.travel(at, tick=False):
        run_waiting()


def test_the_letter(submission: Submission, letterbox: Letterbox) -> None:
    work(AT)
    ((to, letter),) = letterbox.letters
    assert (to, letter["Subject"].strip(), letter["Message-ID"]) == (
        ["office@example.com"],
        "计算机学院党委志愿注册信息汇总",
        f"<submission-{submission.pk}@localhost>",
    )
    assert [part.get_content_type() for part in letter.walk()] == ["text/plain"]
    assert letter.get_content().replace("\r\n", "\n").strip() == (
        "计算机学院党委已报送第1版汇总表（附件3、附件4）。\n"
        "\n"
        "回执编号2018-0001，收到时间2018-11-09 09:02:03（北京时间）。\n"
        "师生已注册2人，师生总数5人，注册率40.0%。\n"
        "已入队1人；党员已注册1人，党员总数1人；项目4个。\n"
        "\n"
        "汇总表、回执和改动见： https://portal.example.com/units/cs/submission/versions/1/\n"
        "\n"
        "本邮件由系统自动发出，不含人员名单。"
    )


def test_it_leaves_once(submission: Submission, letterbox: Letterbox) -> None:
    for _again in range(2):
        work(AT)
    mail_submission(str(submission.pk), Job())
    submission.refresh_from_db()
    assert (len(letterbox.letters), submission.mailed_at) == (1, AT)


def test_nobody_is_named(submission: Submission, letterbox: Letterbox) -> None:
    work(AT)
    text = str(letterbox.letters[0][1].get_content())
    people = [on_a_roster(serial) for serial in (1, 2, 3)]
    marks = [mark for one in people for mark in (one.name, one.document_number, one.phone, one.school_number)]
    assert [mark for mark in (*marks, "司空联系", "0371-67780000") if mark in text] == []


def test_workbooks_come_along_only_if_the_campaign_says_so_and_locked(
    submission: Submission, letterbox: Letterbox
) -> None:
    Campaign.objects.update(mails_workbooks=True)
    work(AT)
    ((_to, letter),) = letterbox.letters
    _whole, body, *files = letter.walk()
    password = password_of(submission)
    text = body.get_content()
    assert ("密码见该页面" in text, "不含人员名单" in text, password in str(letter)) == (True, False, False)
    assert [str(file.get_filename()).partition(" 第1版 ")[0] for file in files] == [
        "附件3 计算机学院党委",
        "附件4 计算机学院党委",
    ]
    contents = [file.get_content() for file in files]
    numbers = [on_a_roster(serial).document_number for serial in (1, 2)]
    assert [number for number in numbers for content in contents if number.encode() in content] == []
    book = load_workbook(io.BytesIO(unlocked(contents[1], password)))
    cells = {str(cell.value) for row in book.worksheets[0] for cell in row}
    assert set(numbers) <= cells
    with pytest.raises(InvalidKeyError):
        unlocked(contents[1], "0000-0000-0000")
    left = [(done["action"], done["by"], done["reason"]) for done in recorded()[1:]]
    assert left == [("export-started", None, REASON), ("export-finished", None, "")] * 2


def unlocked(content: bytes, password: str) -> bytes:
    """What a locked workbook holds."""
    office, plain = OfficeFile(io.BytesIO(content)), io.BytesIO()
    office.load_key(password=password, verify_password=True)
    office.decrypt(plain)
    return plain.getvalue()


def test_a_mail_server_that_is_away_takes_no_workbook(
    submission: Submission, letterbox: Letterbox, settings: Any
) -> None:
    Campaign.objects.update(mails_workbooks=True)
    settings.EMAIL_PORT = 1
    before = recorded()
    work(AT)
    assert (recorded(), letterbox.letters) == (before, [])


def test_the_password_stands_on_the_receipt_page_only(submission: Submission, contact: User) -> None:
    pages = ("/units/cs/submission/", "/units/cs/submission/versions/1/")
    password = password_of(submission)
    for is_mailed in (False, True):
        Campaign.objects.update(mails_workbooks=is_mailed)
        with time_machine.travel(AT, tick=False):
            client = visitor(contact)
            assert [password in client.get(page).content.decode() for page in pages] == [is_mailed] * 2
            assert password not in client.get("/units/cs/").content.decode()


@pytest.mark.parametrize("way", ["refuses", "is not there"])
def test_a_mail_server_that_is_away_costs_nothing(contact: User, letterbox: Letterbox, settings: Any, way: str) -> None:
    there, letterbox.is_closed = settings.EMAIL_PORT, way == "refuses"
    if way == "is not there":
        settings.EMAIL_PORT = 1
    with time_machine.travel(AT, tick=False):
        client = visitor(contact)
        page = client.post("/units/cs/submission/", {"form": str(uuid4())}, follow=True).content.decode()
        assert ("Receipt 2018-0001: version 1" in page, "The mail to office@example.com leaves by itself" in page) == (
            True,
            True,
        )
        run_waiting()
    submission, job = Submission.objects.get(), Job.objects.get(kind="mail-submission")
    assert (job.state, job.not_before, submission.mailed_at) == (Job.State.QUEUED, AT + timedelta(minutes=1), None)
    settings.EMAIL_PORT, letterbox.is_closed = there, False
    work(AT + HOUR)
    submission.refresh_from_db()
    assert (len(letterbox.letters), submission.mailed_at) == (1, AT + HOUR)
    with time_machine.travel(AT + HOUR, tick=False):
        page = visitor(contact).get("/units/cs/submission/").content.decode()
        assert "The office was told by mail to office@example.com at 2018-11-09 10:02" in page
