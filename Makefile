# make setup · make demo · make demo-reset · make demo-code · make test        (PYTHON=python3.12, PORT=8123)

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup demo demo-reset demo-code test check format lock bench

help:
	@echo "make setup       make the environment: .venv and what the browser loads"
	@echo "make demo        run the whole platform with demo data   (PORT=8123 chooses the port)"
	@echo "make demo-reset  the same, beginning anew"
	@echo "make demo-code   the code that the demo's administrator signs in with now"
	@echo "make test        every check, from nothing"
	@echo "make check       the quick ones: ruff, mypy, import contracts"
	@echo "make lock        renew both lock files within the bounds of pyproject.toml and package.json"

setup:
	@$(PYTHON) scripts/setup.py

demo: setup
	@$(BIN)/concejo demo --port $(PORT)

demo-reset: setup
	@$(BIN)/concejo demo --reset --port $(PORT)

demo-code: setup
	@$(BIN)/concejo demo code

check: setup
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

test: setup
	@$(BIN)/python scripts/browser.py
	@$(MAKE) --no-print-directory check
	$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist worksteal

format: setup
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

lock: setup
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --upgrade --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --group dev pyproject.toml -o requirements.lock
	npm update --package-lock-only --silent
