"""The corpus of rosters, beside the repository or where CORPUS_DIR says, and a school that has its six units."""

import json
import os
import re
from pathlib import Path
from typing import Any

from campaigns.models import Campaign
from volunteer_portal.tests.school import stored_campaign, stored_unit

CORPUS = Path(os.environ.get("CORPUS_DIR") or Path(__file__).parents[3] / "shared/corpus")
MANIFEST: dict[str, Any] = json.loads((CORPUS / "manifest.json").read_text()) if CORPUS.exists() else {"files": []}
NAMES = ["计算机学院", "机械工程学院", "文学院", "马克思主义学院", "校团委", "后勤服务集团"]
UNITS: list[str] = MANIFEST.get("units", NAMES)
FILES: list[dict[str, Any]] = MANIFEST["files"]
CODES = ("cs", "me", "lit", "marx", "youth", "logistics")
# A number nobody may see: what a masked one shows stands apart by its asterisks.
CLEAR_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")


def corpus_school() -> Campaign:
    """This year's campaign with the units the rosters name."""
    campaign = stored_campaign()
    for position, (code, name) in enumerate(zip(CODES, UNITS, strict=True), 1):
        stored_unit(campaign, code, name, position=position, short_names=name)
    return campaign


def is_refused(file: dict[str, Any]) -> bool:
    """Whether the whole file has to be refused."""
    return bool(file["expect"] == "reject-with-clear-error")
