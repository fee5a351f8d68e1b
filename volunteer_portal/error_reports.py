"""Reports about errors, for a developer's page or a mail: the portal sends none, and whoever has one sees no values."""

from collections.abc import ItemsView
from types import FrameType
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter


class NothingTyped(SafeExceptionReporterFilter):
    """Names of fields and variables stay, all that was in them goes (SECURITY C12, F7)."""

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        """The names of the fields that were sent."""
        return dict.fromkeys(request.POST if request else (), self.cleansed_substitute)

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: FrameType) -> ItemsView[str, Any]:
        """The names of what the code had in hand."""
        return dict.fromkeys(tb_frame.f_locals, self.cleansed_substitute).items()
