# Two commands on a fresh machine with python3, make and git: `make run` and `make test`.
PORT ?= 8000
PYTHON ?= python3
# Python programs are called by module: the scripts in .venv/bin forget their way when the folder is moved.
IN_VENV = .venv/bin/python
PYTEST = $(IN_VENV) -m pytest -n 2 $(ARGS)

.PHONY: run test test-pg mutants lint types migrations lock words runtime tools browser

run: runtime
	@PORT=$(PORT) $(IN_VENV) .setup/serve.py

test: tools browser
	$(PYTEST)

test-pg: tools browser
	$(IN_VENV) .setup/postgres.py $(PYTEST)

# Takes one scope filter away at a time, in a copy: the access matrix has to notice each.
mutants: tools
	$(IN_VENV) -m volunteer_portal.tests.mutants $(ARGS)

lint: tools
	$(IN_VENV) -m ruff check . .setup
	$(IN_VENV) -m djlint --lint --quiet templates
	git ls-files '*.html' | xargs --no-run-if-empty .venv/bin/djade --check

types: tools
	$(IN_VENV) -m mypy

migrations: tools
	$(IN_VENV) manage.py makemigrations --check --dry-run

# The locks, after a change of requirements.in or requirements-dev.in; `make lock ARGS=--upgrade` takes the newest.
COMPILE = $(IN_VENV) -m uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-emit-index-url --no-annotate --no-header $(ARGS)
lock: tools
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) requirements-dev.in -o requirements-dev.txt -c requirements.txt

# Brings the Chinese catalogue in line with the sentences in the code, and names what is still to be translated.
words: tools
	@$(IN_VENV) .setup/words.py

runtime:
	@$(PYTHON) .setup/environment.py requirements.txt

tools:
	@$(PYTHON) .setup/environment.py requirements-dev.txt
	@$(IN_VENV) .setup/catalogues.py

browser:
	@$(PYTHON) .setup/browser.py
