# Everything that there is to do with jianbao, from a fresh clone on; `make` alone lists it.
# Only make, python3 (3.11 or newer) and a package index are needed: the first command sets up .venv.
# make itself ends with 2 whenever a command fails; its last line says with which code: "Error 1", "Error 3", ….

PYTHON ?= python3
IN ?= fixtures/*.txt
OUT ?= out
JOBS ?=
GOLD ?= fixtures
N ?= 10
SEED ?= 1
STYLE ?=
TOOL ?=

BIN := .venv/bin
RUN := .venv/.ready-to-run
DEV := .venv/.ready-to-develop
OCR := .venv/.ready-to-read-scans
TRAIN := .venv/.ready-to-train

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help ingest evaluate test check bench train fixtures press measure clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

ingest: $(RUN) ## cut the pages in IN (a file, a folder or a pattern; fixtures/*.txt) into stories in OUT (out); JOBS: how many at once; ARGS: more options
	@set -- "$(IN)" -o "$(OUT)" --progress bar $(if $(JOBS),--jobs "$(JOBS)") $(ARGS); \
	$(BIN)/jianbao ingest "$$@" || { code=$$?; \
	  [ $$code -eq 4 ] && [ ! -e $(OCR) ] && $(MAKE) --no-print-directory $(OCR) || exit $$code; \
	  $(BIN)/jianbao ingest --retry-failed "$$@"; }

evaluate: $(RUN) ## compare the stories in OUT (out) with the truth in GOLD (fixtures); ARGS: more options
	@$(BIN)/jianbao evaluate "$(OUT)" "$(GOLD)" $(ARGS)

test: $(DEV) ## run the tests; ARGS: more options for pytest
	@$(BIN)/python -m pytest $(ARGS)

check: $(DEV) ## lint, format and types: what must hold of every change
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: $(DEV) ## how fast it is, as ratios measured in one run
	@$(BIN)/python -m tests.bench $(ARGS)

train: $(TRAIN) ## learn the weights of the linking anew from pressed pages
	@$(BIN)/python -m tests.press.train $(ARGS)

fixtures: $(DEV) ## make the pages in fixtures/ and their gold anew from their seeds
	@$(BIN)/python -m tests.press.fixtures
	@$(BIN)/python -m tests.press.kept
	@$(BIN)/python -m tests.readers.ocr_fixtures

press: $(DEV) ## press N (10) test pages from SEED (1) into OUT (out); STYLE: one paper only; TOOL: also as pdfium, poppler-raw … extracts them; ARGS: more options
	@$(BIN)/python -m tests.press $(N) $(SEED) "$(OUT)" $(if $(STYLE),--style "$(STYLE)") $(if $(TOOL),--tool "$(TOOL)") $(ARGS)

measure: N := 300
measure: SEED := 99
measure: $(DEV) ## how well N (300) test pages from SEED (99) are cut, by style and by defect; ARGS: more options
	@$(BIN)/python -m tests.press.measure $(N) $(SEED) $(ARGS)

clean: ## remove the set-up and the caches; what was written to OUT stays
	@rm -rf .venv .hypothesis .mypy_cache .pytest_cache .ruff_cache build *.egg-info
	@find pipeline tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN): pyproject.toml constraints.txt
	@$(PYTHON) -c '' 2>/dev/null || { echo "jianbao needs Python 3.11 or newer: $(PYTHON) is not there or does not run. Install it, or name another: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "jianbao needs Python 3.11 or newer: $(PYTHON) is $$($(PYTHON) -V 2>&1). Name a newer one: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot set up an environment: its modules venv and ensurepip are missing. Debian and Ubuntu have them in the package python3-venv." >&2; exit 1; }
	@echo "Setting up .venv; this happens once and takes a minute or two …" >&2
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

$(OCR): $(RUN)
	@echo "Adding what reads scans …" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[ocr]'
	@touch $@

$(DEV): $(RUN)
	@echo "Adding the tools for tests and checks …" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,press,cluster,ocr,parquet,remote]'
	@touch $@

$(TRAIN): $(DEV)
	@echo "Adding what grows the forests …" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[train]'
	@touch $@
