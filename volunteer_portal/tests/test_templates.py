"""How templates are written (DESIGN 4, SECURITY 3f)."""

from volunteer_portal.tests import house_style as style
from volunteer_portal.tests.source_tree import ROOT

TEMPLATES = {str(path.relative_to(ROOT)): path.read_text() for path in (ROOT / "templates").rglob("*.html")}
# A picture that a library draws, and the files of docs/handbook, whose parser lets no HTML through.
AS_THEY_STAND = ["templates/mfa/totp/activate_form.html totp_svg|safe", "templates/reports/handbook.html content|safe"]


def test_templates_keep_to_their_size() -> None:
    assert len(TEMPLATES) > 40
    assert style.templates_of_size(TEMPLATES) == []
    assert style.templates_of_size({"a.html": "\n" * 151, "b.html": "\n" * 150}) == ["a.html has 151 lines"]


def test_what_stands_on_a_page_is_escaped() -> None:
    assert sorted(style.unescaped(TEMPLATES)) == AS_THEY_STAND
    doors = {"a.html": "{{ name | safe }} {{ safe }} {% autoescape off %}", "b.html": "{{ names|safeseq|join:'' }}"}
    assert style.unescaped(doors) == ["a.html name | safe", "a.html autoescape off", "b.html names|safeseq|join:''"]
