# On a fresh machine with Python 3.11+ and make: `make demo`, `make test`, `make check`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV := $(VENV)/.installed-dev
OUT := demo

.PHONY: install demo test check lint types docs floors bare bench clean

install: $(STAMP)

$(VENV)/bin/pip:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --upgrade pip

$(STAMP): pyproject.toml | $(VENV)/bin/pip
	$(BIN)/pip install -q -e .
	@touch $@

$(DEV): $(STAMP)
	$(BIN)/pip install -q -e ".[dev,postgresql]"
	@touch $@

demo: $(STAMP)
	@rm -rf $(OUT) && mkdir -p $(OUT)
	$(BIN)/detente read examples/archive --record $(OUT)/demo.duckdb
	@$(BIN)/detente brief PAK --between USA RUS --record $(OUT)/demo.duckdb
	@$(BIN)/detente brief PAK --between USA RUS --record $(OUT)/demo.duckdb -o $(OUT)/brief.html
	@echo
	@echo "The brief as a page, with charts: $(OUT)/brief.html"
	@echo "Next: $(BIN)/detente developments --pair PAK,RUS --record $(OUT)/demo.duckdb"
	@echo "      $(BIN)/detente show ID --record $(OUT)/demo.duckdb     (an id from the list)"
	@echo "      $(BIN)/detente relation India Russia --record $(OUT)/demo.duckdb"
	@echo "      docs/tutorial.md walks through it"

test: $(DEV)
	$(BIN)/python -m pytest

lint: $(DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(DEV)
	$(BIN)/mypy

docs: $(DEV)
	$(BIN)/python tests/check_docs.py

floors: $(DEV)
	$(BIN)/python eval/floors.py

bare:
	bash tests/bare_install.sh $(PYTHON)

check: lint types docs floors bare

bench: $(DEV)
	$(BIN)/python bench/read.py

clean:
	rm -rf $(VENV) $(OUT) .mypy_cache .ruff_cache .pytest_cache
