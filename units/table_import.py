"""Small tables by upload: read, shown before anything is stored, confirmed with exactly the rows that were shown."""

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LARGEST_TABLE = 5 * 1024 * 1024
KEPT_SECONDS = 2 * 60 * 60


class TableForm(forms.Form):
    """A small table to be read."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.et,.csv"}),
        help_text=gettext_lazy(
            "An .xlsx, .xls or .csv file of at most 5 MB. Nothing is stored before you have seen what it would change."
        ),
        error_messages={"required": gettext_lazy("Choose the file first. It may have at most 5 MB.")},
    )

    def clean_file(self) -> bytes:
        """The content; a file that is too large is refused before anybody opens it."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_TABLE:
            raise ValidationError(
                _("The file has more than 5 MB. Save only the sheet with the table and upload that."),
                code="file-too-large",
            )
        self.cleaned_data["file_name"] = file.name
        content: bytes = file.read()
        return content


def sealed_rows(rows: list[dict[str, Any]], *, kind: str) -> str:
    """The rows of a preview as one signed, compressed word for its hidden field `staged`; plain JSON values only."""
    return signing.dumps(rows, salt=f"table-import.{kind}", compress=True)


def rows_of(staged: str, *, kind: str) -> list[dict[str, Any]]:
    """The rows that were shown, when the word comes back unchanged and in time; refused otherwise."""
    try:
        rows: list[dict[str, Any]] = signing.loads(staged, salt=f"table-import.{kind}", max_age=KEPT_SECONDS)
    except signing.SignatureExpired:
        raise ValidationError(
            _("This preview is more than two hours old. Nothing was stored. Please upload the file again."),
            code="preview-too-old",
        ) from None
    except signing.BadSignature:
        raise ValidationError(
            _("This preview did not arrive in one piece. Nothing was stored. Please upload the file again."),
            code="preview-broken",
        ) from None
    return rows
