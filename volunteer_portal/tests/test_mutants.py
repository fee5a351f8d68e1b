"""The mutants of `make mutants` still fit the code they are planted in."""

import pytest

from volunteer_portal.tests.matrix import PAGES
from volunteer_portal.tests.mutants import MUTANTS, Mutant
from volunteer_portal.tests.source_tree import ROOT


@pytest.mark.parametrize("mutant", MUTANTS)
def test_mutant_has_its_place(mutant: Mutant) -> None:
    assert (ROOT / mutant.file).read_text().count(mutant.kept) == 1
    assert mutant.routes in {visit.route for visit in PAGES}


def test_there_are_enough_of_them() -> None:
    assert (len(MUTANTS) >= 12, len(set(MUTANTS)) == len(MUTANTS)) == (True, True)
