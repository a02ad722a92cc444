# contentgate: `make demo` and `make test` work from a fresh clone. `make help` lists the rest.
.DEFAULT_GOAL := help
SHELL := /bin/sh
VENV ?= .venv
BIN = $(VENV)/bin
STAMP = $(VENV)/.contentgate-ready
# The first interpreter that runs and is new enough; `make PYTHON=...` overrides.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo "$$p"; break; }; done)
PYTEST = $(BIN)/python -m pytest
# One process per processor, a file of tests stays in one; `make JOBS=0` for a debugger.
JOBS ?= auto
PARALLEL = -n $(JOBS) --dist loadfile
ARGS ?=
# A CI run leaves nothing out.
SELECT = $(if $(filter true 1,$(CI)),,-m "not slow")

.PHONY: help setup fmt lint types test test-all conformance golden generate bench bench-bugs demo demo-selinux docs \
	build corpus-real ci clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

setup: $(STAMP) ## make the virtual environment (any target does when it is missing)

$(STAMP): pyproject.toml
	@test -n "$(PYTHON)" || { \
		echo "contentgate needs Python >= 3.11 with venv (Debian: python3-venv)" >&2; exit 2; }
	@echo "setting up $(VENV) with $(PYTHON)"
	@test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

fmt: $(STAMP) ## format the code
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --quiet --fix-only .

lint: $(STAMP) ## ruff, mypy --strict, import contracts, house rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy tools
	@$(BIN)/lint-imports --no-cache --no-logo
	$(BIN)/python tools/house_lint.py

types: $(STAMP) ## mypy --strict alone
	$(BIN)/mypy

test: $(STAMP) ## everything that is quick (CI=true: everything); names what it skips
	$(PYTEST) $(PARALLEL) $(SELECT) -rs $(ARGS)

test-all: $(STAMP) ## every test, with branch coverage
	$(PYTEST) $(PARALLEL) -rs --cov --cov-report=term:skip-covered $(ARGS)

conformance: $(STAMP) ## the readers against the conformance cases and one another
	$(PYTEST) $(PARALLEL) -rs tests/conformance tests/differential $(ARGS)

golden: $(STAMP) ## rewrite the expected outputs in tests/golden; review the diff
	CONTENTGATE_GOLDEN=1 $(PYTEST) $(PARALLEL) $$(grep -rl check_golden tests --include='test_*.py') $(ARGS)

generate: $(STAMP) ## rewrite generated files: rule pages, feature table, hooks
	$(BIN)/python docs/generate_rules.py
	$(BIN)/python docs/generate_features.py
	$(BIN)/python tools/generate_hooks.py

docs: generate ## the generated pages, and a check of every link
	$(PYTEST) tests/meta/test_meta_docs.py tests/meta/test_meta_rule_pages.py $(ARGS)

bench: $(STAMP) ## speed and memory beside peers, measured in this run
	$(BIN)/python -m benchmarks $(ARGS)

bench-bugs: $(STAMP) ## time to every fault of examples/seeded, beside other fuzzers (ARGS=--quick)
	$(BIN)/python -m benchmarks.bugs $(ARGS)

demo: $(STAMP) ## the replay of 19 July, with real output
	@$(BIN)/python examples/july-19/demo.py $(ARGS)

demo-selinux: $(STAMP) ## a policy that panics a real kernel, and is refused here
	@$(BIN)/python examples/selinux-291/demo.py

corpus-real: $(STAMP) ## real files of every format by their real producers, and a check of each
	$(BIN)/python tools/corpus_real.py $(ARGS)

build: $(STAMP) ## wheel and source distribution in dist/
	@rm -rf dist
	$(BIN)/python -m build --quiet --outdir dist .
	@ls dist

ci: ## exactly what continuous integration runs
	.ci/run

clean: ## remove what was built; keeps the virtual environment
	rm -rf build dist out .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .grimp_cache \
		.hypothesis .coverage htmlcov examples/july-19/build
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
