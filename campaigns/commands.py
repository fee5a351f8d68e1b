"""How the portal's commands answer: 0 done, 1 refused with a sentence, 2 wrong usage; with --json one document."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from campaigns.sentences import sentence_of
from sheets.problems import Problem, Refused


class AnsweringCommand(BaseCommand):
    """A command whose `answer` takes the options and returns what --json prints, or raises what can be mended."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Every answering command can answer in JSON."""
        parser.add_argument("--json", action="store_true", help="print one JSON document on stdout")

    answer: Callable[..., dict[str, Any]]
    refused: Mapping[str, Any] = {}  # what --json says besides the error when the command is refused

    def get_check_kwargs(self, options: dict[str, Any]) -> Any:
        """Like a start of the portal: with keys that do not fit nothing is read and nothing written."""
        asked: Any = super().get_check_kwargs(options)
        return {**asked, "databases": ["default"]}

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer, or refuse with a sentence on stderr."""
        try:
            answer = self.answer(**options)
        except (Refused, ValidationError, ObjectDoesNotExist, OSError) as refusal:
            code, message = refusal_of(refusal)
            if options["json"]:
                told = {**self.refused, "error": {"code": code, "message": message}}
                self.stdout.write(json.dumps(told, ensure_ascii=False))
            raise CommandError(message) from None
        self.stdout.write(json.dumps(answer, ensure_ascii=False) if options["json"] else self.told(answer))

    def told(self, answer: dict[str, Any]) -> str:
        """The answer for people: the plain values, a line each, then one line a problem."""
        lines = [f"{key}: {value}" for key, value in answer.items() if not isinstance(value, list)]
        lines += [
            f"{found.get('row') or ''} {found.get('column', '')} {found['message']}".strip()
            for found in answer.get("problems", [])
        ]
        return "\n".join(lines)


def spoken(problem: Problem) -> dict[str, Any]:
    """A problem as an answer shows it."""
    return {"row": problem.row, "column": problem.column, "code": problem.code, "message": sentence_of(problem)}


def refusal_of(refusal: Exception) -> tuple[str, str]:
    """Code and sentence of anything a command may be refused with."""
    if isinstance(refusal, Refused):
        first = getattr(refusal, "first", None)
        return refusal.code, sentence_of(refusal) + (f" {sentence_of(first)}" if first else "")
    if isinstance(refusal, ValidationError):
        return code_of(refusal), " ".join(refusal.messages)
    if isinstance(refusal, FileNotFoundError):
        return "file-missing", _("There is no such file: %(name)s") % {"name": refusal.filename}
    if isinstance(refusal, OSError):
        return "file-unreadable", _("The file cannot be read or written: %(name)s") % {"name": refusal.filename}
    return "not-found", _("There is no such unit or campaign.")


def code_of(refusal: ValidationError) -> str:
    """The first code of a refusal, whether it is about fields or not."""
    by_field = refusal.update_error_dict({})
    return next((error.code for errors in by_field.values() for error in errors if error.code), "invalid")
