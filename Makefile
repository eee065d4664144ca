# Vanphong: `make demo` to see it, `make test` to prove it. `make help` lists the rest.

SHELL       := bash
.SHELLFLAGS := -eu -o pipefail -c

PYTHON ?= python3
PORT   ?= 8000
FILES  ?=

VENV := .venv
BIN  := $(VENV)/bin
# A stamp named after what was asked for: a changed lock file or project file sets up again, nothing else does.
RUN_STAMP := $(VENV)/.setup-$(shell cat requirements.lock pyproject.toml 2>/dev/null | cksum | cut -d' ' -f1)
DEV_STAMP := $(VENV)/.setup-dev-$(shell cat requirements.lock requirements-dev.lock pyproject.toml 2>/dev/null | cksum | cut -d' ' -f1)
# Exact versions with hashes, wheels only: nothing is resolved and nothing is built from the network.
INSTALL := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-input --no-deps

.DEFAULT_GOAL := help
.PHONY: help setup demo run test lint types check journeys bench docs messages lock release clean

help: ## show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(RUN_STAMP) ## create .venv from the lock file (PYTHON=python3.12 for another Python)

$(RUN_STAMP):
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || \
		{ echo "Python 3.11, 3.12 or 3.13 is needed; try: make setup PYTHON=python3.12" >&2; exit 1; }
	@test -x $(BIN)/python && $(BIN)/python -c 'import pip' 2>/dev/null || { echo "creating $(VENV)"; $(PYTHON) -m venv --clear $(VENV); } || \
		{ echo "The venv module is missing; on Debian: apt install python3-venv" >&2; exit 1; }
	@echo "installing the packages of requirements.lock"
	@$(INSTALL) --require-hashes --only-binary :all: -r requirements.lock
	@$(INSTALL) --no-build-isolation --no-index -e .
	@rm -f $(VENV)/.setup-[0-9]*
	@touch $@

$(DEV_STAMP): | $(RUN_STAMP)
	@echo "installing the packages of requirements-dev.lock"
	@$(INSTALL) --require-hashes --only-binary :all: -r requirements-dev.lock
	@rm -f $(VENV)/.setup-dev-*
	@touch $@

demo: setup ## the demo office with sample documents (PORT=8000, FILES=DIR takes in your own as well)
	@PORT=$(PORT) exec $(BIN)/vanphong demo $(if $(FILES),--files "$(FILES)")

run: setup ## the office of var/ or of DATABASE_URL
	@PORT=$(PORT) exec $(BIN)/vanphong run

test: $(DEV_STAMP) ## everything: style, contracts, types, tests and journeys; what was left out is named at the end
	@bash .ci/packages
	@$(MAKE) --no-print-directory lint types
	@status=0; $(BIN)/pytest -n 2 || status=$$?; bash .ci/left-out; exit $$status

lint: $(DEV_STAMP) ## style, formatting, direction of imports
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/lint-imports --no-logo | tail -n 4

types: $(DEV_STAMP) ## strict type check
	@$(BIN)/mypy

check: lint types ## lint and types, then the fast tests (no browser, no LibreOffice)
	@$(BIN)/pytest -n 2 -q -m "not browser and not office"

journeys: $(DEV_STAMP) ## the user journeys in a real Chromium only
	@$(BIN)/pytest -m browser

bench: $(DEV_STAMP) ## measure what docs/figures.md states
	@$(BIN)/python -m tools.bench requests
	@$(BIN)/python -m tools.bench registrations journal

docs: $(DEV_STAMP) ## take the pictures of README and guides anew from the running demo
	@$(BIN)/python -m tools.pictures

messages: $(DEV_STAMP) ## collect and compile translations (needs gettext)
	@cd src/vanphong && ../../$(BIN)/vanphong manage makemessages --all --no-obsolete && ../../$(BIN)/vanphong manage compilemessages
	@msgfmt -o src/vanphong/config/cli/locale/vi/LC_MESSAGES/messages.mo src/vanphong/config/cli/locale/vi/LC_MESSAGES/messages.po

lock: $(DEV_STAMP) ## pin requirements*.in anew, with hashes
	@set -e; for name in requirements requirements-dev; do \
		$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-emit-find-links --no-header $$name.in -o $$name.lock; done

release: test ## build the wheel into dist/ after all tests
	@$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --no-index -w dist .

clean: ## remove caches and build output; var/ (your data) and .venv stay
	@rm -rf build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache src/*.egg-info
	@find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
