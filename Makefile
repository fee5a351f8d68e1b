# Two commands on a fresh machine with python3, make and git: `make run` and `make test`.
PORT ?= 8000
PYTHON ?= python3
# Python programs are called by module: the scripts in .venv/bin forget their way when the folder is moved.
IN_VENV = .venv/bin/python
# What hangs together, as a deployment and its log do, stays with one of the two (`xdist_group`).
PYTEST = $(IN_VENV) -m pytest -n 2 --dist loadgroup $(ARGS)

.PHONY: run test test-pg test-faults bench bench-load mutants lint types migrations lock sbom words pictures runtime tools browser nginx install-production

run: runtime
	@PORT=$(PORT) $(IN_VENV) .setup/serve.py

test: tools browser nginx
	$(PYTEST)

test-pg: tools browser nginx
	$(IN_VENV) .setup/postgres.py $(PYTEST)

# What is broken on purpose: killed processes, a database that restarts, a full disk (SECURITY 3c); about ten minutes.
test-faults: tools nginx
	$(IN_VENV) -m pytest -m fault $(ARGS)
	$(IN_VENV) .setup/postgres.py $(IN_VENV) -m pytest -m fault $(ARGS)

# Beside what a user or an engineer would take instead, into benchmarks/RESULTS.md; `make bench ARGS=imports` a part.
# About half an hour; BENCH_ROUNDS=1 BENCH_LARGEST=3000 tries it out in some minutes and writes nothing.
bench: tools .bench/stamp
	$(IN_VENV) .setup/postgres.py $(IN_VENV) -m benchmarks $(ARGS)

# Sixty-five people on the last day, five runs of LOAD_SECONDS=30 each; on a quiet machine.
bench-load: tools nginx
	$(IN_VENV) -m benchmarks load

# A peer that cannot be had here is named, there and in RESULTS.md, and the others are measured; asked for again next time.
.bench/stamp: benchmarks/requirements.txt
	@missing=; for peer in $$(sed 's/#.*//' $<); do \
		$(IN_VENV) .setup/pip-26.3-py3-none-any.whl/pip install --quiet --upgrade --target .bench $$peer || missing="$$missing $$peer"; \
	done; if [ "$$missing" ]; then echo "Not to be had here:$$missing"; else touch $@; fi

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

# What the portal is made of, version by version and with the digests that are let in, as CycloneDX; one for each release.
SBOM ?= sbom.cdx.json
sbom:
	@$(PYTHON) .setup/sbom.py requirements.txt >$(SBOM)

# Brings the Chinese catalogue in line with the sentences in the code, and names what is still to be translated.
words: tools
	@$(IN_VENV) .setup/words.py

# The handbook's pictures, from the demo school as it looks today.
pictures: tools browser
	$(IN_VENV) .setup/pictures.py

runtime:
	@$(PYTHON) .setup/environment.py requirements.txt

tools:
	@$(PYTHON) .setup/environment.py requirements-dev.txt
	@$(IN_VENV) .setup/catalogues.py

browser:
	@$(PYTHON) .setup/browser.py

nginx:
	@$(PYTHON) .setup/nginx.py

# On the server, as root, once the settings are in $(ENV): see deploy/README.md.
ENV ?= /etc/portal/portal.env
install-production: runtime
	@set -a; . $(ENV); set +a; $(IN_VENV) .setup/install.py
