"""The same roster by django-import-export: our model, our checks of each row."""

import io
from typing import Any

from import_export import resources
from import_export.instance_loaders import CachedInstanceLoader
from openpyxl import load_workbook
from tablib import Dataset

from benchmarks.imports_material import HEADER
from units.models import UnitYear
from volunteers.encryption import encrypt, fingerprint
from volunteers.milestones import day_of, pending_since, registered_on, with_milestones
from volunteers.models import Volunteer
from volunteers.roster.columns import COLUMNS
from volunteers.roster.rows import check_rows

KEYS = {word: column.key for column in COLUMNS for word in (column.title, *column.synonyms)}


def dataset(content: bytes) -> Dataset:
    """The table under its three lines of head, as tablib reads .xlsx: by openpyxl, read-only."""
    rows = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0].iter_rows(values_only=True)
    lines = list(rows)[2:]
    return Dataset(*lines[1:], headers=list(lines[0]))


class RosterResource(resources.ModelResource):
    """Rows become volunteers of one unit."""

    class Meta:
        model = Volunteer
        import_id_fields = ("fingerprint",)
        fields = ("fingerprint", "name", "sex", "category", "school_number", "politics", "volunteer_number", "remark")

    def __init__(self, unit: UnitYear) -> None:
        super().__init__()
        self.unit = unit

    def before_import(self, dataset: Dataset, **kwargs: Any) -> None:
        """Every check of every row, and what the model's columns are called."""
        today = self.unit.campaign.electronic_due_on
        rows = [(4 + place, {KEYS[title]: cell for title, cell in line.items() if title in KEYS})
                for place, line in enumerate(dataset.dict)]  # fmt: skip
        checked = check_rows(rows, {KEYS[title]: title for title in HEADER if title in KEYS}, today, True)
        if checked.problems:
            raise ValueError(checked.problems[0])
        self.people = {person.row: person for person in checked.people}
        dataset.append_col([fingerprint(person.key) for person in checked.people], header="fingerprint")
        for title in Volunteer._meta.get_fields():
            if title.name in self.fields and title.name not in dataset.headers:
                dataset.append_col([person.facts().get(title.name, "") for person in checked.people], header=title.name)

    def before_save_instance(self, instance: Volunteer, row: Any, **kwargs: Any) -> None:
        """What is no column of the sheet: whose, sealed numbers, status."""
        person = self.people[4 + int(row["序号"]) - 1]
        facts = with_milestones({}, person.facts(), self.unit.campaign.electronic_due_on)
        instance.campaign_id, instance.unit_year = self.unit.campaign_id, self.unit
        instance.document_type, instance.status = person.document_type, facts["status"]
        instance.document_number_sealed = encrypt(
            person.document_number, Volunteer.seal_context("document_number", instance.pk)
        )
        instance.phone_sealed = encrypt(person.phone, Volunteer.seal_context("phone", instance.pk))
        instance.pending_since, instance.registered_on = pending_since(facts), registered_on(facts)
        instance.joined_on = day_of(facts, "joined_on")


class BulkResource(RosterResource):
    """The same with its quickest settings."""

    class Meta(RosterResource.Meta):
        use_bulk, batch_size, skip_diff, skip_html_diff = True, 1000, True, True
        instance_loader_class = CachedInstanceLoader
