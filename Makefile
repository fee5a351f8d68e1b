# Two commands on a fresh machine with python3, make and git: `make run` and `make test`.
PORT ?= 8000
PYTHON ?= python3
PYTEST = .venv/bin/python -m pytest -n 2 $(ARGS)

.PHONY: run test test-pg lint types migrations lock runtime tools browser

run: runtime
	@PORT=$(PORT) .venv/bin/python .setup/serve.py

test: tools browser
	$(PYTEST)

test-pg: tools browser
	.venv/bin/python .setup/postgres.py $(PYTEST)

lint: tools
	.venv/bin/ruff check . .setup
	.venv/bin/djlint --lint --quiet templates
	git ls-files '*.html' | xargs --no-run-if-empty .venv/bin/djade --check

types: tools
	.venv/bin/mypy

migrations: tools
	.venv/bin/python manage.py makemigrations --check --dry-run

# The locks, after a change of requirements.in or requirements-dev.in; `make lock ARGS=--upgrade` takes the newest.
UV_OPTIONS = --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11
lock: tools
	.venv/bin/uv pip compile $(UV_OPTIONS) $(ARGS) requirements.in -o requirements.txt
	.venv/bin/uv pip compile $(UV_OPTIONS) $(ARGS) requirements-dev.in -o requirements-dev.txt -c requirements.txt

runtime:
	@$(PYTHON) .setup/environment.py requirements.txt

tools:
	@$(PYTHON) .setup/environment.py requirements-dev.txt
	@.venv/bin/python .setup/catalogues.py

browser:
	@$(PYTHON) .setup/browser.py
