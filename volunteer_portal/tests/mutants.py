"""`make mutants`: takes a scope filter away from one view at a time, and lets the access matrix notice (SECURITY 3a).

Each mutant is planted in a copy of the portal; the tests of its route have to fail there, and to pass without it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from volunteer_portal.tests.source_tree import ROOT

SEEN = "objects.visible_to(request.user)"


class Mutant(NamedTuple):
    """What stands where, what a careless hand would write instead, and whose tests have to notice."""

    file: str
    kept: str
    careless: str
    routes: str


MUTANTS = (
    Mutant("units/visiting.py", f"UnitYear.{SEEN}", "UnitYear.objects.all()", "my_unit"),
    Mutant(
        "volunteers/person_views.py", f"people = Volunteer.{SEEN}", "people = Volunteer.objects.all()", "volunteer_edit"
    ),
    Mutant("volunteers/person_views.py", f"edits = Edit.{SEEN}", "edits = Edit.objects.all()", "edit_undo"),
    Mutant(
        "volunteers/list_views.py",
        "unit_year.volunteers.all(), today=today",
        "Volunteer.objects.all(), today=today",
        "volunteer_list",
    ),
    Mutant(
        "volunteers/list_views.py",
        "people if everywhere else people.filter(unit_year=unit_year)",
        "Volunteer.objects.all()",
        "volunteer_search",
    ),
    Mutant(
        "volunteers/claim_views.py",
        "visible_claims(request).filter(holder__unit_year__in=own), pk",
        "visible_claims(request), pk",
        "claim_release",
    ),
    Mutant(
        "volunteers/claim_views.py",
        "visible_claims(request).filter(unit_year__in=own), pk",
        "visible_claims(request), pk",
        "claim_withdraw",
    ),
    Mutant("reports/views.py", f"        RosterImport.{SEEN}", "        RosterImport.objects.all()", "roster_preview"),
    Mutant(
        "reports/exporting.py",
        "people.filter(unit_year=unit_year)",
        "people",
        "attachment",
    ),
    Mutant("reports/exporting.py", "units.filter(pk=unit_year.pk)", "units", "attachment"),
    Mutant(
        "reports/missing_views.py",
        "missing_people(unit_year.volunteers.all())",
        "missing_people(Volunteer.objects.all())",
        "missing",
    ),
    Mutant(
        "projects/views.py",
        "unit_year.projects.all(), pk",
        "Project.objects.all(), pk",
        "project_edit",
    ),
    Mutant(
        "projects/views.py",
        "projects = unit_year.projects.all()",
        "projects = Project.objects.all()",
        "project_list",
    ),
    Mutant("jobs/views.py", f"Job.{SEEN}", "Job.objects.all()", "job"),
    Mutant(
        "units/contact_views.py",
        f"people = StaffContact.{SEEN}.filter(unit=unit_year.unit)",
        "people = StaffContact.objects.all()",
        "contacts",
    ),
    Mutant(
        "units/contact_views.py",
        f"mine = ContactInvitation.{SEEN}.filter(unit=unit_year.unit)",
        "mine = ContactInvitation.objects.all()",
        "invitation_withdraw",
    ),
    Mutant(
        "reports/roster_views.py",
        f"imports = RosterImport.{SEEN}.filter(unit_year=unit_year)",
        "imports = RosterImport.objects.all()",
        "roster_history",
    ),
    Mutant("reports/export_files.py", ".to_be_approved_by(user).kept(at)", ".kept(at)", "export_approve"),
    Mutant(
        "reports/trail_views.py",
        "@access(ADMINISTRATOR, AUDITOR)\ndef audit(",
        "@access('reviewer', ADMINISTRATOR, AUDITOR)\ndef audit(",
        "audit",
    ),
    Mutant("accounts/access.py", "EVERYONE = (CONTACT, *OFFICE)", "EVERYONE = (CONTACT, AUDITOR, *OFFICE)", "my_unit"),
    Mutant("accounts/access.py", "(REVIEWER, ADMINISTRATOR)\n", "(REVIEWER, ADMINISTRATOR, AUDITOR)\n", "board"),
)


def tests_pass(folder: Path, routes: list[str]) -> bool:
    """Whether the tests of these routes find nothing in this copy."""
    tests = "volunteer_portal/tests/test_access_matrix.py"
    named = [f"{tests}::test_page[{route}]" for route in routes]
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *named]
    outside = os.environ | {"DATA_DIR": str(folder / "var"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=folder, env=outside, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(done.stdout + done.stderr)
    return done.returncode == 0


def copied(folder: Path) -> None:
    """The portal's files, compiled sentences included."""
    kept = shutil.ignore_patterns(".git", ".venv", ".browser", "var", "__pycache__", "test-results", "faces-cache")
    shutil.copytree(ROOT, folder, ignore=kept, symlinks=True)


def is_caught(folder: Path, mutant: Mutant) -> bool:
    """Whether the tests notice the mutant; afterwards the file is as it was."""
    file = folder / mutant.file
    sound = file.read_text()
    file.write_text(sound.replace(mutant.kept, mutant.careless))
    try:
        return not tests_pass(folder, [mutant.routes])
    finally:
        file.write_text(sound)


def main() -> int:
    """Plants one after the other, all or those of the routes named; 0 when all were caught."""
    planted = [mutant for mutant in MUTANTS if not sys.argv[1:] or mutant.routes in sys.argv[1:]]
    with tempfile.TemporaryDirectory(prefix="mutants-") as place:
        folder = Path(place, "portal")
        copied(folder)
        if not tests_pass(folder, sorted({mutant.routes for mutant in planted})):
            sys.exit("The tests fail even without a mutant.")
        survivors = 0
        for number, mutant in enumerate(planted, 1):
            caught = is_caught(folder, mutant)
            survivors += not caught
            print(
                f"{number:>2} {'caught  ' if caught else 'SURVIVED'} {mutant.file}: {mutant.kept.strip()}", flush=True
            )
    print(f"{len(planted) - survivors} of {len(planted)} caught")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
