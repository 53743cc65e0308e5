# Two commands: `make demo` installs what is needed and runs the main job on the samples; `make test` installs the tools and runs all tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test lint lock corpus-check benchmarks clean

demo: $(VENV)/.installed
	$(BIN)/samspil demo --out out/demo

test: $(VENV)/.installed-dev
	tools/system-packages
	$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Samspil needs Python 3.11 or newer; choose one with: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python requirements.lock pyproject.toml
	$(PIP) install --require-hashes --only-binary :all: -r requirements.lock
	$(PIP) install --no-deps --editable .
	$(BIN)/python -m compileall -q samspil
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	$(PIP) install --require-hashes -r requirements-dev.lock
	touch $@

# The locks name packages, versions and hashes for all platforms, and no registry.
lock: $(VENV)/.installed-dev
	$(BIN)/uv pip compile pyproject.toml --extra publish --extra analysis --generate-hashes --universal --no-header -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --group dev --extra train --extra publish --extra postgres --extra analysis --extra mcda --generate-hashes --universal --no-header -o requirements-dev.lock

train: $(VENV)/.installed-dev
	$(BIN)/samspil train corpus/agreements

clean:
	rm -rf $(VENV) out build dist .pytest_cache .mypy_cache .ruff_cache
