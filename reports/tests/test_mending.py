"""Whatever is found missing leads to the page where it is mended."""

from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from django.urls import reverse

from campaigns.terms import Terms
from reports.lacking import lacking
from reports.lights import Filing
from reports.mending import PAGES, mendings
from reports.readiness import findings
from reports.tests.test_lights import NOBODY, READY


def test_every_finding_has_its_page() -> None:
    """Found by letting units lack everything in every way; no page is kept for what is never found."""
    changes: tuple[dict[str, Any], ...] = ({}, NOBODY, {"registered": 0, "party_registered": 0, "projects": 0})
    filings = (Filing(), Filing("2018-0007", is_changed=True, paper=False))
    found = set()
    for facts, state, filing in product(changes, ("draft", "filed", "returned", "approved"), filings):
        known = findings(replace(READY, team_state=state, **facts), Terms())
        found |= {finding.code for finding in (*known, *lacking(known, filing))}
    assert found == set(PAGES)


@pytest.mark.parametrize("page", sorted({page for page, _title in PAGES.values()}))
def test_the_page_belongs_to_a_unit(page: str) -> None:
    assert reverse(page, args=["cs"]).startswith("/units/cs/")


def test_the_way_is_named() -> None:
    found = mendings(findings(replace(READY, projects=3), Terms()))
    assert [(each.finding.code, each.page, each.title) for each in found] == [
        ("projects-too-few", "project_list", "Projects")
    ]
