"""A file as a browser gets it."""

from collections.abc import Iterator

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "zip": "application/zip",
}


def download(name: str, content: bytes) -> HttpResponse:
    """A file that is ready."""
    return HttpResponse(content, content_type=kind_of(name), headers=saved_as(name))


def streamed(name: str, pieces: Iterator[bytes]) -> StreamingHttpResponse:
    """A large file, sent as it is read."""
    return StreamingHttpResponse(pieces, content_type=kind_of(name), headers=saved_as(name))


def kind_of(name: str) -> str:
    """What a file of this name is."""
    return TYPES[name.rpartition(".")[2]]


def saved_as(name: str) -> dict[str, str]:
    """To be saved under its name, not shown."""
    return {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or ""}
