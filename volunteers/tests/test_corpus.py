"""Every roster of the corpus through the pages: uploaded, read by the worker, shown."""

import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from jobs.running import run_waiting
from volunteer_portal.tests.corpus import CLEAR_NUMBER, CORPUS, FILES, corpus_school, is_refused
from volunteer_portal.tests.school import stored_contact
from volunteers.models import RosterImport, Volunteer

ASKED_BY_BROWSERS = str.maketrans({"\r": "%0D", "\n": "%0A", '"': "%22"})


@pytest.fixture
def contact(db: None) -> Client:
    """The contact of 计算机学院, in Chinese."""
    campaign, client = corpus_school(), Client()
    client.force_login(stored_contact(campaign.units.get(unit__code="cs"), "contact"))
    return client


@pytest.fixture(autouse=True)
def nothing_in_tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Nothing of a roster is left on the disk."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    yield
    assert list(folder.iterdir()) == []


def upload(client: Client, name: str, content: bytes) -> Any:
    """Send a file under whatever name a sender gives it, as a browser would write it."""
    parts = [
        b'Content-Disposition: form-data; name="informed"\r\n\r\non',
        f'Content-Disposition: form-data; name="file"; filename="{name.translate(ASKED_BY_BROWSERS)}"\r\n'.encode()
        + b"Content-Type: application/octet-stream\r\n\r\n"
        + content,
    ]
    body = b"".join(b"--roster\r\n" + part + b"\r\n" for part in parts) + b"--roster--\r\n"
    return client.post("/units/cs/volunteers/upload/", body, content_type="multipart/form-data; boundary=roster")


def html_of(response: Any) -> str:
    """The page, which must have come through."""
    assert response.status_code == 200
    return str(response.content.decode())


def preview_of(client: Any, file: dict[str, Any]) -> str:
    """Upload, wait, and follow to the page that shows what was found."""
    sent = upload(client, file["upload_as"], (CORPUS / file["file"]).read_bytes())
    assert sent.status_code == 302, html_of(sent)
    waiting = html_of(client.get(sent.url))
    assert run_waiting() == 1
    done = client.get(sent.url)
    assert done.status_code == 302
    return waiting + html_of(client.get(done.url))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file["file"])
def test_file_of_the_corpus(contact: Client, caplog: pytest.LogCaptureFixture, file: dict[str, Any]) -> None:
    page = preview_of(contact, file)
    received = RosterImport.objects.get()
    assert (CLEAR_NUMBER.findall(page), CLEAR_NUMBER.findall(caplog.text)) == ([], [])
    is_of_use = received.state == "checked" or {"to_name", "problems"} & received.report.keys()
    assert (bool(received.upload_sealed), Volunteer.objects.count()) == (bool(is_of_use), 0)
    assert "<script>alert" not in page
    if is_refused(file):
        assert received.state == "refused"
        assert [word for word in file["must_say"] if word in page]
        return
    good, bad = file["good_rows"], file["bad_rows"]
    assert received.state == "checked"
    # In the file, new, changed, unchanged, held back, not taken over.
    assert [int(number) for number in re.findall(r"<dd>(\d+)</dd>", page)] == [good + bad, good, 0, 0, 0, bad]
    assert len(set(re.findall(r"<tr data-code=\"[^\"]+\">\s*<td[^>]*>(\d+)</td>", page))) == bad


def test_an_empty_form_is_no_upload(contact: Client) -> None:
    response = contact.post("/units/cs/volunteers/upload/", {"csrfmiddlewaretoken": "x"})
    assert response.context["form"].errors.as_data().keys() == {"file", "informed"}
    assert (response.status_code, RosterImport.objects.count()) == (200, 0)


def test_a_file_that_is_too_large_is_not_stored(contact: Client) -> None:
    response = upload(contact, "名单.xlsx", b"\0" * (20 * 1024 * 1024 + 1))
    (error,) = response.context["form"].errors.as_data()["file"]
    assert (response.status_code, error.code, RosterImport.objects.count()) == (200, "file-too-large", 0)


def test_a_much_larger_one_is_not_even_read(contact: Client) -> None:
    response = upload(contact, "名单.xlsx", b"\0" * (21 * 1024 * 1024 + 1))
    assert (response.status_code, "20MB" in response.content.decode(), RosterImport.objects.count()) == (413, True, 0)
