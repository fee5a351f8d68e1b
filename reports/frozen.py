"""What a unit handed in, as it was frozen: from this alone its tables are drawn, for ever the same (DOMAIN 8.6)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from reports import attachment3, attachment4
from reports.attachment3 import TeamLine
from reports.attachment4 import Person
from reports.tables import Heading, PaperMark, Table
from volunteers.identifiers import mask_document, mask_phone

TABLES = (3, 4)
Project = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Frozen:
    """A unit's two tables and its projects; `heading` holds the titles by number, the unit and who filled them in."""

    campaign: int
    unit: str
    heading: Mapping[str, str]
    team: TeamLine
    people: tuple[Person, ...]
    projects: tuple[Project, ...]

    def __repr__(self) -> str:
        """Numbers stay out of logs and tracebacks."""
        return f"<Frozen of {self.unit}>"

    @property
    def on_paper(self) -> tuple[object, ...]:
        """What is printed: the projects are not."""
        return dict(self.heading), self.team, self.people

    def canonical(self) -> bytes:
        """Canonical JSON: the same data is always the same bytes."""
        content = {
            "campaign": self.campaign,
            "unit": self.unit,
            "heading": dict(self.heading),
            "attachment3": self.team._asdict(),
            "attachment4": [person._asdict() for person in self.people],
            "projects": list(self.projects),
        }
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode()

    @classmethod
    def read(cls, canonical: bytes) -> Self:
        """What was frozen as these bytes."""
        content = json.loads(canonical)
        return cls(
            content["campaign"],
            content["unit"],
            content["heading"],
            TeamLine(**content["attachment3"]),
            tuple(Person(**person) for person in content["attachment4"]),
            tuple(content["projects"]),
        )

    def table(self, number: int, *, on: date, clear: bool, mark: PaperMark | None = None) -> Table:
        """Attachment 3 or 4 as it was on that day; document and phone numbers masked unless asked for."""
        above = Heading(
            title=self.heading[str(number)],
            unit=self.heading["unit"],
            date=on,
            filled_by=self.heading["filled_by"],
            phone=self.heading["phone"],
        )
        if number == 3:
            drawn = attachment3.table(above, [self.team])
        else:
            drawn = attachment4.table(above, self.people if clear else map(masked, self.people))
        return replace(drawn, mark=mark)


def masked(person: Person) -> Person:
    """The person with document and phone number as pages show them."""
    return person._replace(document_number=mask_document(person.document_number), phone=mask_phone(person.phone))
