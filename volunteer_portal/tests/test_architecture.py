"""The house plan holds (DESIGN 1 to 4), and every rule of it is able to fail."""

from collections.abc import Callable

import pytest

from volunteer_portal.tests import house_rules as rules
from volunteer_portal.tests import house_style as style
from volunteer_portal.tests.source_tree import Tree, stored_tree, tree_of

Rule = Callable[[Tree], list[str]]
TREE = stored_tree()
DOC = '"""Said."""\n'
LONG_METHOD = "class Form:\n    def clean(self):\n" + "        pass\n" * 40
VERB = f"{DOC}from units import models\ndef decide(team, *, by, at):\n    {DOC}"

# Each rule with a small bad tree and the faults it has to find there.
PROOFS: list[tuple[Rule, dict[str, str], list[str]]] = [
    (
        rules.imports_one_way,
        {
            "units/naming.py": "from projects.models import Project\nimport sheets.problems",
            "volunteers/views.py": "import projects.codes",
            "projects/views.py": "from volunteers import names",
            "reports/views.py": "from volunteer_portal import settings",
            "units/tests/test_team.py": "from projects.models import Project",
        },
        [
            "units/naming.py:1 units imports projects.models.Project",
            "volunteers/views.py:1 volunteers imports projects.codes",
            "projects/views.py:1 projects imports volunteers.names",
            "reports/views.py:1 reports imports volunteer_portal.settings",
        ],
    ),
    (
        rules.imports_one_way,
        {"campaigns/models.py": "def late():\n    from jobs import models"},
        ["campaigns/models.py:2 campaigns imports jobs.models"],
    ),
    (
        rules.tests_stay_outside,
        {"units/models.py": "from units.tests import building"},
        ["units/models.py:1 imports units.tests.building"],
    ),
    (
        rules.pure_as_listed,
        {
            "units/naming.py": "import re\nfrom django.conf import settings",
            "campaigns/terms.py": "from datetime import date\nTODAY = date.today()",
            "projects/minimum.py": "from projects import models",
            "projects/models.py": "from django.db import models",
            "reports/quota.py": "import projects.minimum",
            "reports/tables.py": "import openpyxl",
            "reports/steps.py": "LINES = open('steps.txt').read()",
            "units/arithmetic.py": "import math\nHALF = math.pi",
            "units/keys.py": "import os\nHOME = os.environ",
            "units/__init__.py": DOC,
        },
        [
            *(f"{path} is listed as pure and is not" for path in ("campaigns/terms.py", "projects/minimum.py")),
            *(f"reports/{name}.py is listed as pure and is not" for name in ("quota", "steps", "tables")),
            "units/naming.py is listed as pure and is not",
            "units/arithmetic.py is pure and not listed",
        ],
    ),
    (
        rules.sheets_alone,
        {"sheets/reading.py": "from django.conf import settings\nfrom units import naming\nimport sheets.cells"},
        ["sheets/reading.py:1 imports django.conf.settings", "sheets/reading.py:2 imports units.naming"],
    ),
    (
        rules.layers_one_way,
        {
            "units/models.py": "from units import detour",
            "units/detour.py": "from units.review import decide",
            "units/review.py": VERB,
            "units/forms.py": "from .views import team",
            "units/views.py": "from units.urls import urlpatterns",
            "units/urls.py": "",
        },
        [
            "units/models.py reaches units.detour → units.review",
            "units/forms.py reaches units.views",
            "units/views.py reaches units.urls",
        ],
    ),
    (
        rules.layers_one_way,
        {
            "projects/keeping.py": VERB + "from projects.forms import ProjectForm",
            "projects/forms.py": "",
            "units/models.py": "",
        },
        ["projects/keeping.py reaches projects.forms"],
    ),
    (
        rules.libraries_at_home,
        {
            "reports/listings.py": "import openpyxl",
            "reports/xlsx.py": "import openpyxl",
            "sheets/quick.py": "from python_calamine import CalamineWorkbook",
            "units/letters.py": "from reportlab.lib import colors",
            "reports/pdf/pages.py": "import reportlab",
            "accounts/keys.py": "from cryptography.fernet import Fernet",
            "volunteers/encryption.py": "import cryptography",
            "reports/exporting.py": "import msoffcrypto",
            "reports/locking.py": "import msoffcrypto",
        },
        [
            "reports/listings.py:1 imports openpyxl",
            "reports/exporting.py:1 imports msoffcrypto",
            "units/letters.py:1 imports reportlab.lib.colors",
            "accounts/keys.py:1 imports cryptography.fernet.Fernet",
        ],
    ),
    (
        rules.views_draw_nothing,
        {
            "reports/views.py": (
                "from reports import exporting, pdf\nfrom reports.xlsx import stream\n"
                "from volunteers.encryption import decrypt"
            ),
            "reports/pdf/__init__.py": "import reportlab",
            "reports/xlsx.py": "import openpyxl",
            "reports/exporting.py": "from reports import xlsx",
            "volunteers/encryption.py": "import cryptography",
        },
        [
            "reports/views.py:1 imports reports.pdf",
            "reports/views.py:2 imports reports.xlsx.stream",
            "reports/views.py:3 imports volunteers.encryption.decrypt",
        ],
    ),
    (
        rules.objects_visible_to,
        {
            "units/views.py": (
                "from django.http import Http404\n"
                "a = Team.objects.filter(pk=1).first()\n"
                "b = Team.objects.visible_to(user).get(pk=1)\n"
                "c = Campaign.objects.get(pk=1)\n"
                "d = get_object_or_404(Team, pk=1)\n"
                "e = Team._default_manager.all()\n"
                "f = get_object_or_404(models.Team.objects.visible_to(user), pk=1)\n"
            ),
            "units/visiting.py": "from django.shortcuts import render\nf = Unit.objects\nf.get(pk=1)",
            "units/counting.py": "n = Team.objects.count()",
            "units/list_views.py": "from django.http import Http404\na = Team.objects.none()\nb = Team.objects.all()",
        },
        [
            "units/views.py:2 Team.objects.filter(pk=1).first()",
            "units/views.py:5 get_object_or_404(Team, pk=1)",
            "units/views.py:6 Team._default_manager.all()",
            "units/visiting.py:2 Unit.objects",
            "units/list_views.py:3 Team.objects.all()",
        ],
    ),
    (
        rules.secrets_at_home,
        {
            "reports/views.py": "from volunteers.encryption import decrypt\nnumber = person.clear_document_number()",
            "reports/listings.py": "number = person.clear_document_number()",
            "volunteers/models.py": "from volunteers.encryption import decrypt",
        },
        ["reports/views.py:1 imports volunteers.encryption.decrypt", "reports/views.py:2 clear_document_number"],
    ),
    (
        style.names_with_meaning,
        {"units/utils.py": "", "reports/core/tables.py": "", "units/database.py": ""},
        ["units/utils.py is called utils", "reports/core/tables.py is called core"],
    ),
    (
        style.no_signals,
        {"units/models.py": "from django.db.models.signals import post_save\nfrom django.dispatch import receiver"},
        [
            "units/models.py:1 imports django.db.models.signals.post_save",
            "units/models.py:2 imports django.dispatch.receiver",
        ],
    ),
    (
        style.exceptions_by_name,
        {
            "units/a.py": "try:\n    pass\nexcept:\n    pass",
            "units/b.py": "try:\n    pass\nexcept (ValueError, Exception):\n    pass",
            "units/c.py": "try:\n    pass\nexcept ValueError:\n    pass",
        },
        ["units/a.py:3 catches everything", "units/b.py:3 catches everything"],
    ),
    (
        style.imports_at_the_top,
        {
            "units/a.py": "import re\ndef read():\n    import csv",
            "units/b.py": "def read():\n    import csv  # costs a second\n    import json",
            "units/c.py": "def read():\n    # costs a second\n    import csv",
        },
        ["units/a.py:3 read"],
    ),
    (
        style.no_open_doors,
        {
            "units/a.py": "import pickle\nmark_safe(name)\nformat_html('<b>{}</b>', name)\nline.raw('name')",
            "units/b.py": "Team.objects.raw(sql)\nTeam.objects.all().extra()\nrequest.build_absolute_uri('/')",
        },
        ["units/a.py:1 pickle", "units/a.py:2 mark_safe", "units/b.py:1 Team.objects.raw",
         "units/b.py:2 Team.objects.all().extra", "units/b.py:3 request.build_absolute_uri"],
    ),
    (
        style.logs_without_people,
        {
            "units/a.py": "LOG.warning('refused %s', person.phone)\nmessages.info(request, team.contact_phone)",
            "units/b.py": "logging.getLogger('x').info(f'{request.POST}')\nLOG.error('failed: %s', code)",
        },
        ["units/a.py:1 LOG.warning", "units/b.py:1 logging.getLogger('x').info"],
    ),
    (
        style.no_transaction_around_pages,
        {"volunteer_portal/settings.py": "DATABASES = {'default': {'ATOMIC_REQUESTS': True}}"},
        ["volunteer_portal/settings.py:1 ATOMIC_REQUESTS"],
    ),
    (
        style.files_of_size,
        {
            "units/a.py": "\n" * 301,
            "units/b.py": "\n" * 300,
            "units/models.py": "\n" * 400,
            "units/views.py": "\n" * 401,
        },
        ["units/a.py has 301 lines", "units/views.py has 401 lines"],
    ),
    (
        style.functions_of_size,
        {"units/a.py": LONG_METHOD, "units/b.py": LONG_METHOD.removesuffix("        pass\n")},
        ["units/a.py:2 clean has 41 lines"],
    ),
    (
        style.everything_explained,
        {
            "units/a.py": "def read(): pass\ndef _hidden(): pass",
            "units/b.py": (
                f"{DOC}class Unit:\n    {DOC}    class Meta: pass\n"
                "    def name(self): pass\n    def __str__(self): pass"
            ),
            "units/c.py": f"{DOC}class Said(Protocol):\n    {DOC}    def message(self): ...",
            "units/__init__.py": "",
        },
        [
            "units/a.py:1 units.a has no docstring",
            "units/a.py:1 read has no docstring",
            "units/b.py:5 name has no docstring",
        ],
    ),
    (
        style.migrations_alone,
        {"units/migrations/0001_initial.py": "import django\nfrom units.models import Unit"},
        ["units/migrations/0001_initial.py:2 imports units.models.Unit"],
    ),
    (
        style.one_migration_an_app,
        {
            "units/models.py": "",
            "units/migrations/__init__.py": "",
            "units/migrations/0001_initial.py": "",
            "units/migrations/0002_more.py": "",
            "jobs/models.py": "",
            "jobs/migrations/0001_initial.py": "",
            "projects/models.py": "",
        },
        ["units has the migrations ['0001_initial', '0002_more']", "projects has the migrations []"],
    ),
]
RULES = list(dict.fromkeys(rule for rule, _texts, _faults in PROOFS))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule_holds(rule: Rule) -> None:
    assert rule(TREE) == []


@pytest.mark.parametrize(("rule", "texts", "faults"), PROOFS, ids=[proof[0].__name__ for proof in PROOFS])
def test_rule_can_fail(rule: Rule, texts: dict[str, str], faults: list[str]) -> None:
    assert sorted(rule(tree_of(texts))) == sorted(faults)


def test_every_rule_is_proven() -> None:
    written = {
        function
        for module in (rules, style)
        for function in vars(module).values()
        if callable(function) and getattr(function, "__annotations__", {}) == {"tree": Tree, "return": list[str]}
    }
    assert written == set(RULES)


def test_sources_are_all_read() -> None:
    assert {"manage", "units.models", "reports.views", "volunteer_portal.settings", "volunteers.roster.rows"} <= set(
        TREE
    )
    assert set(TREE) >= rules.PURE
