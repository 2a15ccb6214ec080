# Everything a newcomer, a developer and CI need; `make run` and `make test` install what they use.
.PHONY: run test check bench soak demo-spotify clean install
PYTHON ?= $(shell for each in python3.13 python3.12 python3.11 python3; do command -v $$each >/dev/null 2>&1 && $$each -c 'import sys; sys.exit(not (3,11) <= sys.version_info[:2] <= (3,13))' 2>/dev/null && echo $$each && break; done)
BIN := .venv/bin
CLUSTERS ?=
SCHEDULES ?=
FLOWS ?=
KILLS ?=
SERVER_KILLS ?=
DEMO ?=

run: export LINERNOTES_HOME ?= $(CURDIR)/home-sample
run: install
	$(BIN)/linernotes run

test: install
	$(BIN)/pytest

check: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: install
	$(BIN)/python -m tests.bench $(if $(CLUSTERS),--clusters "$(CLUSTERS)")

demo-spotify: install
	$(BIN)/python -m tests.standins.spotify $(DEMO)

soak: install
	$(BIN)/python tests/soak.py $(if $(SCHEDULES),--schedules $(SCHEDULES)) $(if $(FLOWS),--flows $(FLOWS)) $(if $(KILLS),--kills $(KILLS)) $(if $(SERVER_KILLS),--server-kills $(SERVER_KILLS))

install: .venv/installed

.venv/installed: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "linernotes needs Python 3.11, 3.12 or 3.13 with venv"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	$(BIN)/python -m pip check --quiet --disable-pip-version-check
	@touch $@

clean:
	rm -rf .venv home-sample .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
