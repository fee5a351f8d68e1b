"""Static files as they leave the house: one style sheet, with those it imports written into it."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "portal.css"
IMPORT = re.compile(r'@import url\("([^"]+)"\);\n')


class OneSheetStorage(CompressedManifestStaticFilesStorage):
    """Names with fingerprints, compressed; browsers wait for one sheet instead of three one after the other."""

    def post_process(self, paths: dict[str, Any], *args: Any, **kwargs: Any) -> Iterator[Any]:
        """Put the sheets together before fingerprints are taken."""
        if SHEET in paths:
            whole = IMPORT.sub(lambda found: text_of(paths, found[1]), text_of(paths, SHEET))
            self.delete(SHEET)
            self.save(SHEET, ContentFile(whole.encode()))
            paths = paths | {SHEET: (self, SHEET)}
        yield from super().post_process(paths, *args, **kwargs)


def text_of(paths: dict[str, Any], name: str) -> str:
    """What stands in a collected file."""
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode())
