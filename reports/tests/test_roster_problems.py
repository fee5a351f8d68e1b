"""The pages on which a roster is put right: by kind, page by page, row by row; columns named; rows pasted."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation
from openpyxl import load_workbook

from jobs.models import Job
from jobs.running import run_waiting
from reports import roster_problems_views
from reports.roster_problems import fault_and_remedy, in_general
from units.models import UnitYear
from volunteer_portal.demo.people import document_number
from volunteer_portal.tests.acts import recorded, said_at, visitor
from volunteer_portal.tests.school import stored_campaign, stored_contact, stored_unit
from volunteers.forms import LONGEST_PASTED
from volunteers.models import RosterImport
from volunteers.roster.people import SENTENCES
from volunteers.tests.rosters import HEADER, as_csv, codes, examined, is_complete, line

pytestmark = pytest.mark.django_db
WRONG = document_number(3)[:-1] + ("0" if document_number(3)[-1] != "0" else "1")


@pytest.fixture
def unit_year() -> UnitYear:
    return stored_unit(stored_campaign())


@pytest.fixture
def client(unit_year: UnitYear) -> Any:
    return visitor(stored_contact(unit_year, "contact"))


def shown(client: Any, received: RosterImport, query: str = "") -> Any:
    return client.get(f"/rosters/{received.pk}/problems/{query}")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("This is wrong. Correct it.", ("This is wrong.", "Correct it.")),
        ("Only one sentence.", ("Only one sentence.", "")),
        ("“党员” may be either. Write 中共党员. Or 群众.", ("“党员” may be either.", "Write 中共党员. Or 群众.")),
        ("“x.y” is not known. Write one of these: a, b.", ("“x.y” is not known.", "Write one of these: a, b.")),
        ("最后一位不符。请与证件核对。谢谢。", ("最后一位不符。", "请与证件核对。谢谢。")),
        ("末位校验码不符，至少有一位填错，请与证件核对。", ("末位校验码不符，至少有一位填错", "请与证件核对。")),
        ("此行是合计，已略过，无需处理。", ("此行是合计，已略过，无需处理。", "")),
    ],
)
def test_fault_and_remedy(sentence: str, expected: tuple[str, str]) -> None:
    assert fault_and_remedy(sentence) == expected


def test_a_kind_is_named_without_the_particulars_of_one_problem() -> None:
    with translation.override("en"):
        assert in_general(SENTENCES["unit-unknown-similar"]) == "This unit is not in the list of this year."
        assert in_general("“%(word)s” is not known here. Write one of these: %(known)s.") == "“…” is not known here."


def test_problems_by_kind_and_at_their_cells(unit_year: UnitYear, client: Any) -> None:
    faulty = [line(2, 姓名=""), line(3, 证件号码=WRONG), line(4, 姓名="张3"), line(5, 姓名="")]
    received = examined(unit_year, as_csv(line(1), *faulty, ["合计", *[""] * 5]))
    page = shown(client, received)
    assert [(kind.code, kind.count) for kind in page.context["kinds"]] == [
        ("name-missing", 2), ("document-number-check-digit", 1), ("name-character", 1), ("line-total", 1),
    ]  # fmt: skip
    assert [(problem["row"], problem["may_be_mended"]) for problem in page.context["page"]] == [
        (3, True), (4, True), (5, True), (6, True), (7, False),
    ]  # fmt: skip
    one = shown(client, received, "?kind=document-number-check-digit").context["page"].object_list
    seen = ("row", "column", "value", "code", "sentence", "advice")
    assert [{key: problem[key] for key in seen} for problem in one] == [
        {
            "row": 4,
            "column": "证件号码",
            "value": f"{WRONG[:6]}********{WRONG[-4:]}",
            "code": "document-number-check-digit",
            "sentence": "The last character does not fit the other 17, so at least one is wrong.",
            "advice": "Compare the number with the document.",
        }
    ]
    assert WRONG not in page.content.decode()
    assert shown(client, received, "?kind=nothing").context["page"].paginator.count == 5


def test_five_hundred_problems_are_paged_and_called_too_many(unit_year: UnitYear, client: Any) -> None:
    received = examined(unit_year, as_csv(line(1), *(line(serial, 姓名="") for serial in range(2, 503))))
    page = shown(client, received, "?kind=name-missing&page=11")
    found = page.context
    assert (found["total"], found["too_many"], found["page"].number, len(found["page"])) == (501, True, 11, 1)
    assert "kind=name-missing&amp;page=10" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_database_as_often_for_one_problem_as_for_many(
    unit_year: UnitYear, client: Any, django_assert_num_queries: Any, count: int
) -> None:
    received = examined(unit_year, as_csv(line(9), *(line(serial, 姓名="") for serial in range(count))))
    shown(client, received)
    with django_assert_num_queries(6):
        shown(client, received)


def test_a_row_is_shown_on_demand_and_mended(unit_year: UnitYear, client: Any) -> None:
    received = examined(unit_year, as_csv(line(1), line(3, 证件号码=WRONG)))
    address = f"/rosters/{received.pk}/rows/3/"
    assert client.get(address).status_code == 405
    form = client.post(address)
    assert (WRONG in form.content.decode(), recorded()[-1]["action"]) == (True, "roster-row-shown")
    typed = {**form.context["form"].initial, "save": "1"}
    refused = client.post(address, typed)
    assert said_at(refused) == {"document_number": ["document-number-check-digit"]}
    sent = client.post(address, {**typed, "document_number": document_number(3)})
    arrived = client.get(client.get(sent.url).url)  # by the job, which is done already
    assert [(part["row"], part["code"]) for part in arrived.context["page"]] == []
    assert (arrived.context["counts"]["accepted"], Job.objects.get().state) == (2, "done")
    assert is_complete(arrived.context["received"])


def test_a_long_file_is_examined_by_the_worker(
    unit_year: UnitYear, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster_problems_views, "ROWS_AT_ONCE", 1)
    received = examined(unit_year, as_csv(line(1), line(2, 姓名="")))
    address = f"/rosters/{received.pk}/rows/3/"
    typed = {**client.post(address).context["form"].initial, "name": "张三", "save": "1"}
    sent = client.post(address, typed)
    assert (client.get(sent.url).status_code, Job.objects.get().state) == (200, "queued")
    assert shown(client, received).url == sent.url  # whoever comes back is led to the progress
    assert run_waiting() == 1
    assert client.get(sent.url).url == f"/rosters/{received.pk}/problems/"


def test_the_file_comes_back(unit_year: UnitYear, client: Any) -> None:
    received = examined(unit_year, as_csv(line(1), line(2, 姓名="")), "名单 2026.csv")
    answer = client.post(f"/rosters/{received.pk}/file-back/")
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert load_workbook(io.BytesIO(answer.content)).active["A3"].comment is not None
    RosterImport.objects.update(upload_sealed=b"")
    gone = client.post(f"/rosters/{received.pk}/file-back/")
    assert (gone.status_code, gone.url) == (302, f"/rosters/{received.pk}/problems/")


def upload(client: Any, **fields: Any) -> Any:
    return client.post("/units/cs/volunteers/upload/", {"informed": "on", **fields})


def followed(client: Any, sent: Any) -> Any:
    """The page the worker leads to."""
    assert run_waiting() == 1
    return client.get(client.get(sent.url).url)


def test_an_unknown_header_leads_to_the_columns(unit_year: UnitYear, client: Any) -> None:
    content = as_csv(line(1), line(2), header=["XM", "SFZ", "LB", *HEADER[3:]])
    page = followed(client, upload(client, file=SimpleUploadedFile("名单.csv", content)))
    received = RosterImport.objects.get()
    address = f"/rosters/{received.pk}/columns/"
    assert page.request["PATH_INFO"] == address
    assert "证件号码" in page.content.decode()
    assert document_number(1) not in page.content.decode()
    guessed = {f"column_{place}": column["guess"] for place, column in enumerate(page.context["asked"]["columns"])}
    assert list(guessed.values()) == ["name", "document_number", "category", "politics", "volunteer_number"]
    found = [
        said_at(client.post(address, {**guessed, **changes}))
        for changes in ({"column_1": ""}, {"column_3": "name"}, {"column_1": "nonsense"})
    ]
    assert [sorted(codes) for errors in found for codes in errors.values()] == [
        ["columns-missing"], ["columns-doubled"], ["invalid_choice"], ["columns-missing"],
    ]  # fmt: skip
    preview = followed(client, client.post(address, guessed))
    assert preview.request["PATH_INFO"] == f"/rosters/{received.pk}/"
    assert preview.context["counts"]["created"] == 2
    said = client.get("/units/cs/volunteers/upload/").context["said"]
    assert ("SFZ", "证件号码") in said
    client.post("/units/cs/rosters/forget/")
    assert client.get("/units/cs/volunteers/upload/").context["said"] == []


def test_pasted_rows_go_the_way_of_a_file(unit_year: UnitYear, client: Any) -> None:
    rows = [HEADER, line(1), line(2)[:5] + [""]]
    page = followed(client, upload(client, pasted="\r\n".join("\t".join(map(str, row)) for row in rows)))
    assert (page.context["counts"]["created"], codes(page.context["received"])) == (2, [])


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {"file": ["required"]}),
        ({"pasted": " \r\n\t"}, {"file": ["required"]}),
        ({"pasted": "x" * (LONGEST_PASTED + 1)}, {"pasted": ["pasted-too-long"]}),
        ({"pasted": "a\tb", "file": "x"}, {"pasted": ["file-and-pasted"]}),
        ({"pasted": "姓名\0"}, {"pasted": ["null_characters_not_allowed"]}),
    ],
)
def test_what_cannot_be_pasted(unit_year: UnitYear, client: Any, fields: dict[str, str], expected: object) -> None:
    if "file" in fields:
        fields = {**fields, "file": SimpleUploadedFile("a.csv", b"x")}  # type: ignore[dict-item]
    assert said_at(upload(client, **fields)) == expected
    assert RosterImport.objects.count() == 0


def test_far_too_much_is_refused_before_it_is_read(unit_year: UnitYear, client: Any) -> None:
    assert upload(client, pasted="x" * (2 * 2**20 + 1)).status_code == 413


def test_a_refused_file_can_still_be_named_from_its_preview(unit_year: UnitYear, client: Any) -> None:
    received = examined(unit_year, as_csv(line(1)[:3], header=None))
    assert received.at <= timezone.now()
    page = client.get(f"/rosters/{received.pk}/").content.decode()
    assert f"/rosters/{received.pk}/columns/" in page
