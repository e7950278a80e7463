# Kurzum. `make up` starts it, `make test` proves it; the rest is in README.md.
SHELL := /bin/sh
.DEFAULT_GOAL := help

HOME_DIR ?= var
PORT ?= 8000
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
UV := UV_NO_PROGRESS=1 UV_SYSTEM_CERTS=1 $(BIN)/uv
PIP := $(BIN)/python -m pip install -q --disable-pip-version-check
# uv is quick; pip knows what a machine has set for it (a proxy, an index of its own), so it is the second try.
INSTALL = sh -c '$(UV) pip install -q --compile-bytecode --python $(BIN)/python "$$@" 2>.venv/uv.log || $(PIP) "$$@"' install
CLIENT := $(shell find client -type f -not -path '*/node_modules/*' 2>/dev/null)
STATIC := src/kurzum/web/static/index.html
JOBS ?= 2

PART ?=
MINUTES ?=
TIMES ?= 5

.PHONY: help up test prove bench bench-book check screenshots lock format clean test-client

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

.venv/made: requirements/uv.lock
	@test -n "$(PYTHON)" || { echo "Kurzum needs Python 3.11 or newer, and none is on the PATH. Install it, or name it: make PYTHON=/path/to/python3 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "$(PYTHON) has no venv or pip. On Debian: apt-get install python3-venv python3-pip" >&2; exit 1; }
	@echo "setting up .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv .venv
	@$(PIP) --require-hashes -r requirements/uv.lock
	@touch $@

.venv/run: .venv/made requirements/run.lock pyproject.toml
	@echo "installing what Kurzum runs on"
	@$(INSTALL) --require-hashes -r requirements/run.lock
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev: .venv/run requirements/dev.lock
	@echo "installing what the tests need"
	@$(INSTALL) --require-hashes -r requirements/dev.lock
	@touch $@

$(STATIC): .venv/run $(CLIENT)
	@echo "building the client"
	@$(BIN)/python hatch_build.py >.venv/client.log 2>&1 || { cat .venv/client.log >&2; exit 1; }
	@touch $@

up: .venv/run $(STATIC) ## start every zone with demo clips; Ctrl-C stops it (HOME_DIR=var PORT=8000)
	@exec $(BIN)/kurzum up --home "$(HOME_DIR)" --port $(PORT) $(UP)

check: .venv/dev ## format, lint, types, floors, unit tests
	@$(BIN)/ruff format --check . && $(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m pytest -q tests/test_house.py tests/unit -n $(JOBS)

.venv/browser: .venv/dev
	@$(BIN)/python tests/parts/browser.py --install
	@touch $@

test-client: .venv/dev $(STATIC)
	@cd client && PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent check

test: check test-client .venv/browser ## everything that must hold
	@$(BIN)/python -m pytest -q tests/integration tests/crash tests/journeys -n $(JOBS)

prove: .venv/browser $(STATIC) ## the long proofs; they resume and add up (PART=name MINUTES=n)
	@PYTHONPATH=tests $(BIN)/python -m bench.prove $(if $(PART),--part $(PART)) $(if $(MINUTES),--minutes $(MINUTES))

bench: .venv/browser $(STATIC) ## the benchmarks, beside the bare tools (PART=name TIMES=5)
	@PYTHONPATH=tests $(BIN)/python -m bench.bench --times $(TIMES) $(if $(PART),--part $(PART))

bench-book: .venv/dev ## put the measured figures into docs/benchmarks.md
	@PYTHONPATH=tests $(BIN)/python -m bench.bench --book

screenshots: .venv/browser $(STATIC) ## draw docs/pictures/ anew from a running Kurzum
	@$(BIN)/python bench/screenshots.py

lock: .venv/made ## resolve the dependencies anew (names no index)
	@$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header requirements/uv.in -o requirements/uv.lock
	@$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header pyproject.toml requirements/run.in -o requirements/run.lock
	@$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header pyproject.toml requirements/run.in --group dev -c requirements/run.lock -o requirements/dev.lock

format: .venv/dev ## put the code in its form
	@$(BIN)/ruff format -q . && $(BIN)/ruff check -q --fix .

clean: ## remove what was built (state in var/ stays)
	@rm -rf .venv src/kurzum/web/static client/node_modules dist
