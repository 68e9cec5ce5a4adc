# Everything here sets itself up: `make demo` and `make test` are the only words a newcomer needs.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help setup demo tour test check bench ledger texts lock clean

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 10

setup: $(VENV)/.runtime ## only the set-up: .venv/bin/vigie exists afterwards

$(VENV)/.python:
	@sh .ci/python "$(PYTHON)" $(VENV)
	@touch $@

$(VENV)/.runtime: requirements.txt pyproject.toml | $(VENV)/.python
	@echo "Installation de Vigie, une minute la première fois · Installing Vigie, a minute the first time…"
	@$(BIN)/python -m pip install --disable-pip-version-check --require-hashes -r requirements.txt
	@PYTHONWARNINGS=ignore $(BIN)/python -m pip install --disable-pip-version-check --no-deps --no-build-isolation -q -e .
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.runtime
	@echo "Installation des outils de test · Installing the test tools…"
	@$(BIN)/python -m pip install --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

demo: $(VENV)/.runtime ## a chat, a forum and the bot on this machine, with a page to talk to it
	@$(BIN)/vigie demo

tour: $(VENV)/.runtime ## the demo as a script
	@$(BIN)/vigie tour

check: $(VENV)/.dev ## style, types, layers, texts
	@$(BIN)/ruff check . && $(BIN)/ruff format --check -q .
	@$(BIN)/mypy
	@$(BIN)/lint-imports > $(VENV)/imports.log 2>&1 || { cat $(VENV)/imports.log; exit 1; }
	@$(BIN)/python -m pytest -q tests/render/test_catalogue.py

test: check ## every test, after `check`
	@$(BIN)/python -m pytest -q -n auto --dist loadgroup $(TESTS)

bench: $(VENV)/.dev ## speed, against a bare discord.py client in the same run; FULL=1 for what takes minutes
	@$(BIN)/python -m tests.bench $(if $(FULL),--full)

ledger: $(VENV)/.dev ## every point of the kill tests
	@VIGIE_KILL_POINTS=100 $(BIN)/python -m pytest -q -m kill tests/e2e

texts: $(VENV)/.dev ## the catalogue, brought up to date with the code: fill in what is new
	@mkdir -p .bench
	@$(BIN)/pybabel -q extract --no-default-keywords -k say -k count:1,2 -k locale_str -k N_ --ignore-dirs "sandbox .*" --no-location --sort-output --omit-header -o .bench/vigie.pot bot cogs
	@$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --no-wrap --omit-header -i .bench/vigie.pot -o bot/render/locales/en.po -l en

lock: $(VENV)/.dev ## requirements*.txt from pyproject.toml, with hashes
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --extra setup pyproject.toml -o requirements.txt
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --extra setup --extra dev pyproject.toml -o requirements-dev.txt

clean: ## forget the set-up and the demo's leavings
	@rm -rf $(VENV) .bench .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
