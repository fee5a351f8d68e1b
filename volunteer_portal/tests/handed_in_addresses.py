"""The addresses of what units handed in, for the matrix: versions, their tables, the codes on their paper."""

from typing import Any

from reports.paper.checking import code_of
from volunteer_portal.tests.school import School

Address = dict[str, Any]
FILES = [{"number": number, "drawing": drawing} for number in (3, 4) for drawing in ("xlsx", "pdf")]
NO_FILES = [
    {"number": number, "drawing": drawing} for number, drawing in ((1, "pdf"), (2, "pdf"), (4, "csv"), (0, "pdf"))
]


def by_version(school: School) -> dict[str, list[Address]]:
    """Addresses of what each unit handed in; `absent` are versions nobody handed in."""
    ours, theirs = ({"code": unit.code, "version": 1} for unit in (school.ours, school.theirs))
    absent = [ours | {"version": 2}, ours | {"version": 10**30}, ours | {"code": "nobody"}]
    return {"ours": [ours], "theirs": [theirs], "absent": absent}


def by_version_drawing(school: School) -> dict[str, list[Address]]:
    """Addresses of a version's attachments; the first and second attachment are not handed in."""
    versions = by_version(school)
    known = {place: [address | file for address in found for file in FILES] for place, found in versions.items()}
    return known | {"unknown": [versions["ours"][0] | file for file in NO_FILES]}


def by_check_code(school: School) -> dict[str, list[Address]]:
    """Addresses of papers by their check codes; `absent` are invented, cut short and mistyped ones."""
    ours, theirs = (code_of(unit.submission) for unit in (school.ours, school.theirs))
    absent = [{"code": code} for code in ("0" * 12, ours[:11], f"{ours}0", "ОЛЕГ", "1 2")]
    return {"ours": [{"code": ours}], "theirs": [{"code": theirs}], "absent": absent}
