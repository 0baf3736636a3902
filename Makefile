# Every task of the project. `make` alone lists them.
#
#   PYTHON=python3.12   the interpreter of .venv (default: python3; 3.11 to 3.13)
#   ARGS="-k ledger"    further arguments for pytest; "-n 0" runs one test at a time
#   POINTS=500 SEED=1   how many deaths `make faults` tries on each version, and which
#   REFDB_STRICT=1      a test whose parts are missing fails instead of being skipped

.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
BIN := .venv/bin

help: ## list the tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' Makefile

venv:
	@scripts/setup.sh

setup: venv ## make .venv with refdb and its tools in it
	@echo "make setup: ready, .venv/bin/refdb"

demo: venv ## the referral schema applied, verified and rolled back on a Postgres of its own
	@$(BIN)/python scripts/demo.py

test: venv ## all tests; installs the Debian and npm packages they need where it may
	@scripts/debian_packages.sh
	@scripts/npm_tools.sh
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal --no-fold-skipped $(ARGS)

tools: ## fetch dbmate and node-pg-migrate with npm, for the tests of adopt
	@scripts/npm_tools.sh

lint: venv ## style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

faults: venv ## kill refdb at 500 points on PostgreSQL 15, 16 and 18, and see that nothing is left to repair
	@PYTHONPATH=tests $(BIN)/python -m faults.harness --points $(or $(POINTS),500) --seed $(or $(SEED),1) $(ARGS)

format: venv ## write the Python files as the linter wants them
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

check: lint test ## lint and test

bench-engine: venv ## the engine beside psql and its peers, measured (ARGS="--rounds 9 --json FILE")
	@scripts/npm_tools.sh
	$(BIN)/python -m bench.engine $(ARGS)

bench-prove: venv ## refdb prove beside the same proof with psql and pg_dump, measured
	$(BIN)/python -m bench.prove $(ARGS)

bench-lint-safety: venv ## verdicts on the labelled battery beside squawk alone, measured (ARGS=--page writes them down)
	$(BIN)/python -m bench.safety $(ARGS)

bench-catalog: venv ## a snapshot beside pg_dump --schema-only, and the difference of two, measured
	$(BIN)/python -m bench.catalog $(ARGS)

bench-referrals: venv ## the referral schema at a million referrals, optimized beside plain, measured
	$(BIN)/python -m bench.referrals $(ARGS)

bench-plans: venv ## plans on an empty copy beside plans on a million referrals, measured
	$(BIN)/python -m bench.plans $(ARGS)

bench-lint: venv ## lint beside sqlfluff's own command: cold, warm, one file changed, measured
	$(BIN)/python -m bench.lint $(ARGS)

bench-throwaway: venv ## throwaways beside other ways to a Postgres for tests, measured
	$(BIN)/python -m bench.throwaway $(ARGS)

bench-app: venv ## the application's side with Redis beside without, and beside psycopg, measured
	$(BIN)/python -m bench.app $(ARGS)

partitioning: venv ## a million referrals into partitions and back while writers write, measured
	@PYTHONPATH=tests $(BIN)/python -m partitioning.run $(ARGS)

constraints: ## write constraints.txt anew, with the newest versions that fit
	@scripts/constraints.sh

clean: ## remove .venv and caches; the development database in .refdb stays
	rm -rf .venv .tools build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help venv setup demo test tools lint format check bench-engine bench-prove bench-lint-safety bench-catalog bench-referrals bench-plans bench-lint bench-app partitioning constraints clean
