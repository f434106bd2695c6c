# Everything a reader or a contributor does is one word here; `make` alone lists the words.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -q
PYTEST_ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup run test bench docs lint types wheel odd lock clean picture

help:  ## list these targets
	@sed -n 's/^\([a-z]*\):.*##  *\(.*\)/  make \1\t\2/p' Makefile | expand -t 16

# Two stamps, so that editing pyproject.toml alone does not download the pinned set again.
$(VENV)/.pinned: requirements.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the pinned set into $(VENV)"
	@$(PIP) install --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.installed: $(VENV)/.pinned pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.docs: $(VENV)/.installed requirements-docs.lock
	@$(PIP) install --require-hashes -r requirements-docs.lock
	@touch $@

setup: $(VENV)/.installed  ## make .venv with the pinned set and Tumen itself

run: setup  ## 1990 to 2025 on the 250-thousand rung; writes runs/history/report.html
	$(BIN)/tumen run history --rung 250k --out runs/history
	@test -s runs/history/report.html
	@echo "The report: runs/history/report.html"

test: setup  ## all tests, two files at a time
	$(BIN)/python -m pytest -n 2 --dist loadfile $(PYTEST_ARGS)

bench: setup  ## measure Tumen and its peers on this machine (long)
	$(BIN)/python -m benchmarks

docs: $(VENV)/.docs  ## build the documentation, tutorials executed, into docs/_build/html
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs docs/_build/html
	@echo "The documentation: docs/_build/html/index.html"

picture: setup  ## draw the README's picture again, from eight seeds
	$(BIN)/python docs/picture.py

lint: setup  ## style and likely mistakes
	$(BIN)/ruff check .

types: setup  ## static types
	$(BIN)/mypy

wheel: setup  ## dist/*.whl, and the source archive
	rm -rf dist
	$(BIN)/python -m build --no-isolation --outdir dist

odd: setup  ## write docs/odd.md from the declarations
	$(BIN)/tumen odd

# Pins again from pyproject.toml. The lock names versions and hashes, never where they were fetched.
LOCK = $(VENV)-lock/bin/pip-compile -q --generate-hashes --strip-extras --allow-unsafe --no-header --no-annotate \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links
lock:  ## pin the newest versions that fit together
	test -x $(VENV)-lock/bin/pip-compile || { $(PYTHON) -m venv $(VENV)-lock && $(VENV)-lock/bin/python -m pip install -q pip-tools; }
	$(LOCK) --upgrade --extra dev -o requirements.lock pyproject.toml
	$(LOCK) --upgrade --extra dev --extra docs -c requirements.lock -o requirements-docs.lock pyproject.toml

clean:  ## remove what was built, not results
	rm -rf build dist docs/_build .pytest_cache .mypy_cache .ruff_cache .hypothesis
