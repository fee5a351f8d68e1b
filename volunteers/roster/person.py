"""What a roster says about one person."""

from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Final

from volunteers.identifiers import DocumentType, person_key

FACTS: Final = (
    "name", "sex", "category", "school_number", "politics", "department", "document_type", "document_number",
    "volunteer_number", "phone", "status", "joined_on", "remark",
)  # fmt: skip
_stated = attrgetter(*FACTS)


@dataclass(slots=True, repr=False)
class Person:
    """The particulars as they are kept: codes for politics and the like, empty where the roster says nothing."""

    row: int = field(compare=False)
    name: str
    sex: str
    category: str
    school_number: str
    politics: str
    department: str
    document_type: DocumentType
    document_number: str
    volunteer_number: str
    phone: str
    unit: str
    status: str
    joined_on: date | None
    remark: str

    def __repr__(self) -> str:
        return f"Person(row={self.row})"

    @property
    def key(self) -> str:
        """What stays the same for this person when the document is renewed; never stored, only its fingerprint is."""
        return person_key(self.document_type, self.document_number)

    def facts(self) -> dict[str, str]:
        """What the roster states, for comparing: an empty cell says nothing, and so does 未注册."""
        facts = {name: value for name, value in zip(FACTS, _stated(self), strict=True) if value}
        facts["document_type"] = str(self.document_type)
        if self.joined_on:
            facts["joined_on"] = self.joined_on.isoformat()
        if self.status == "unregistered":
            del facts["status"]
        return facts
