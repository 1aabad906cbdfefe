# SPDX-License-Identifier: Apache-2.0
# Two commands for a newcomer: `make demo` and `make test`. Everything they need is made on the
# first run and kept; a second run starts at once.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.NOTPARALLEL:

PYTHON ?= python3
PORT ?= 8000
WORKERS ?= 2
# For bench-video: the command dvr-scan, from an environment of its own.
PEER ?=
# What speaks to the database, and so is run against PostgreSQL as well: services, queries and, by
# tests/web/test_gate.py, every address of the pages. Pages that process recordings ask nothing more of
# it, and take long.
DATABASE_TESTS = $(wildcard tests/records tests/accounts tests/oversight tests/fleet tests/stories) \
  $(filter-out $(RECORDINGS_TESTS), $(wildcard tests/web/test_*.py))
RECORDINGS_TESTS = $(foreach what, integrity leaving media_content media_ranges media_track movement \
  movement_progress movement_question synopsis together watching, tests/web/test_$(what).py)

VENV := .venv
RUN := $(VENV)/bin/python
MADE := $(VENV)/.made
# The demonstration's home. Remove the folder demo-home to begin again.
DEMO_HOME := demo-home/home

.PHONY: help demo test check format docs screenshot bench bench-video clean

help:
	@echo "make demo    a demonstration agency at http://127.0.0.1:8000 (PORT= for another port)"
	@echo "make test    every check and every test"
	@echo "make check   formatting, lint, types and layers only"
	@echo "make docs    write the pages that are made from the code"
	@echo "make bench   speed, as ratios in one run"
	@echo "make bench-video   speed of finding movement alone (PEER= the command dvr-scan)"
	@echo "make screenshot   the picture in the README"
	@echo "make clean   remove what the other commands made, but no home"

demo: $(MADE)/run $(MADE)/browser
	@exec $(RUN) -m holdfast demo --home $(DEMO_HOME) --port $(PORT)

test: $(MADE)/system $(MADE)/test $(MADE)/browser check
	HOLDFAST_TEST_DATABASE=postgresql $(RUN) -m pytest -n $(WORKERS) --dist loadfile -q $(DATABASE_TESTS) -m "not browser"
	$(RUN) -m pytest -n $(WORKERS) --dist loadfile -q

check: $(MADE)/test
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	MYPYPATH=tests $(VENV)/bin/mypy src tests tools bench
	$(VENV)/bin/lint-imports

format: $(MADE)/test
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

docs: $(MADE)/test
	$(RUN) tools/errors_page.py
	$(RUN) tools/command_line_page.py

screenshot: $(MADE)/system $(MADE)/test $(MADE)/browser
	$(RUN) tools/screenshot.py

bench: $(MADE)/bench
	@$(RUN) bench

bench-video: $(MADE)/bench
	@$(RUN) bench/video.py --peer "$(PEER)" --hours 1

clean:
	rm -rf $(VENV) node_modules src/holdfast/web/static/vendor build dist artefacts
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# --- made once -----------------------------------------------------------------------------------

$(VENV)/bin/python:
	@$(PYTHON) tools/system_packages.py demo
	$(PYTHON) -m venv $(VENV)

$(MADE)/run: requirements.lock tools/link_source.py | $(VENV)/bin/python
	$(RUN) -m pip install --quiet --require-hashes -r requirements.lock
	$(RUN) tools/link_source.py
	@mkdir -p $(@D) && touch $@

$(MADE)/test: requirements-test.lock $(MADE)/run
	$(RUN) -m pip install --quiet --require-hashes -r requirements-test.lock
	@touch $@

$(MADE)/bench: requirements-test.lock $(MADE)/test
	$(RUN) -m pip install --quiet --constraint requirements-test.lock \
	  $$($(RUN) -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['dependency-groups']['bench'])")
	@touch $@

$(MADE)/browser: package-lock.json package.json tools/vendor.py | $(MADE)/run
	npm ci
	$(RUN) tools/vendor.py
	@touch $@

$(MADE)/system: tools/system_packages.py | $(VENV)/bin/python
	@$(PYTHON) tools/system_packages.py test
	@mkdir -p $(@D) && touch $@
