# Callbeacon's commands; `make help` lists them. Python 3.11 or newer with venv is all they assume.

# Compiled modules are kept, even where the environment (a container's, often) says not to: without them every start
# of the server, and of each one that a test runs, would compile them again, which takes longer than all the rest.
export PYTHONDONTWRITEBYTECODE :=

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := 0.13.9

# An installation is known by the contents it came from, so a second start only reads them.
key = $(shell { echo "$(CURDIR)"; cat pyproject.toml $(1); } | cksum | cut -d ' ' -f 1)
RUN := $(VENV)/installed-run-$(call key,requirements.txt)
DEV := $(VENV)/installed-dev-$(call key,requirements-dev.txt)

# pip checks no hashes for an editable project: first the locked packages, then the project alone.
# The lock names every package there is, so pip need not resolve (--no-deps), and compiling what is
# never imported would take longer than the rest (--no-compile).
define install
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
		"Callbeacon needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ...")'
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@echo "Installing the locked packages of $(1) into $(VENV) (only when they changed) ..."
	@$(BIN)/python -m pip install --quiet --no-deps --no-compile --require-hashes --requirement $(1)
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
endef

.PHONY: help run install install-dev test cluster cluster-load cluster-restart state-machine hostile fuzz \
	test-telephony benchmark screens schema format lint lint-format lint-rules lint-types lint-imports lint-unit lock clean

help: ## List these commands.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(RUN) ## Serve http://127.0.0.1:8000 with demo data, on SQLite in var/.
	@$(BIN)/callbeacon demo --serve

install: $(RUN) ## Install what running needs into .venv.

install-dev: $(DEV) ## Install what tests and checks need too.

$(RUN):
	$(call install,requirements.txt)
	@touch $@

$(DEV):
	$(call install,requirements-dev.txt)
	@touch $@ $(RUN)

# Browser tests wait more than they compute; with more processes than cores they would wait for each other.
JOBS ?= 2

test: $(DEV) ## Run all tests with coverage, or some: make test ARGS="tests/api -k batch".
	@browser=$$(tests/e2e/find-browser) && balancer=$$(tests/cluster/find-balancer) && \
		clock=$$(tests/failures/find-clock) && tests/javascript/find-node >/dev/null && \
		CALLBEACON_TEST_BROWSER="$$browser" CALLBEACON_TEST_BALANCER="$$balancer" CALLBEACON_TEST_CLOCK="$$clock" \
		$(BIN)/python -m pytest $(or $(ARGS),--cov --numprocesses $(JOBS) --dist worksteal)

cluster: $(DEV) ## Serve from two nodes behind HAProxy, with PostgreSQL and Valkey; the data stay in var/cluster/.
	@balancer=$$(tests/cluster/find-balancer) && \
		CALLBEACON_TEST_BALANCER="$$balancer" $(BIN)/python -W ignore:XDG_RUNTIME_DIR -m tests.cluster

cluster-load: $(DEV) ## 200 calls a second for 60 s, a node killed each 10 s; or say RATE, TIME, KILL_EVERY.
	@balancer=$$(tests/cluster/find-balancer) && CALLBEACON_TEST_BALANCER="$$balancer" \
		CALLBEACON_TEST_CALLS_A_SECOND=$(or $(RATE),200) CALLBEACON_TEST_LOAD_SECONDS=$(or $(TIME),60) \
		CALLBEACON_TEST_KILL_EVERY=$(or $(KILL_EVERY),10) $(BIN)/python -m pytest -s \
		tests/failures/test_balanced_cluster.py

cluster-restart: $(DEV) ## Restart both nodes in turn under 20 calls a second, RESTARTS times; fails over 3 s to a beacon.
	@balancer=$$(tests/cluster/find-balancer) && CALLBEACON_TEST_BALANCER="$$balancer" \
		CALLBEACON_TEST_CALLS_A_SECOND=$(or $(RATE),20) CALLBEACON_TEST_RESTARTS=$(or $(RESTARTS),3) \
		CALLBEACON_TEST_LATEST_BEACON=3 $(BIN)/python -m pytest -s tests/failures/test_rolling_restart.py

state-machine: $(DEV) ## Tell 2000 random histories of calls, or as many as you say: make state-machine HISTORIES=500.
	@CALLBEACON_TEST_HISTORIES=$(or $(HISTORIES),2000) $(BIN)/python -m pytest \
		tests/models/calls/test_histories.py tests/failures/test_histories_over_http.py

hostile: $(DEV) ## Render 10000 hostile script pages, or as many as you say: make hostile PAGES=2000.
	@CALLBEACON_TEST_HOSTILE_PAGES=$(or $(PAGES),10000) $(BIN)/python -m pytest \
		--override-ini timeout=3600 tests/models/scripts/test_hostile.py

fuzz: $(DEV) ## Send 2000 hostile inputs to each door of a server, or as many as you say: make fuzz EXAMPLES=500.
	@CALLBEACON_TEST_FUZZ_EXAMPLES=$(or $(EXAMPLES),2000) $(BIN)/python -m pytest \
		--override-ini timeout=7200 tests/fuzzing

test-telephony: $(DEV) ## Run the tests against real SIP software.
	@echo "No test needs SIP software yet, so there is nothing to run."

benchmark: $(DEV) ## Measure messages a second and their latency.
	@$(BIN)/python -m tests.benchmarks $(ARGS)

screens: $(DEV) ## Take the pictures in docs/screens with a real server and a real browser.
	@browser=$$(tests/e2e/find-browser) && CALLBEACON_TEST_BROWSER="$$browser" \
		$(BIN)/python -m pytest tests/e2e/screens.py

schema: $(RUN) ## Print the GraphQL schema with docs/privileges.md, and the schema of the call-management file.
	@$(BIN)/python -m api.schema.printing
	@$(BIN)/python -m models.scripts.filing

format: $(DEV) ## Rewrite the code in the project's format.
	@$(BIN)/python -m ruff format .
	@$(BIN)/python -m ruff check --fix .

lint: lint-format lint-rules lint-types lint-imports ## Check format, rules, types and imports.

lint-format: $(DEV)
	@$(BIN)/python -m ruff format --check .

lint-rules: $(DEV)
	@$(BIN)/python -m ruff check .

lint-types: $(DEV)
	@$(BIN)/python -m mypy

lint-imports: $(DEV)
	@$(BIN)/lint-imports

lint-unit: ## Let systemd look at the unit, where there is a systemd.
	@command -v systemd-analyze >/dev/null || { echo "No systemd-analyze here: left out."; exit 0; }; \
		unit=$$(mktemp -d)/callbeacon.service && \
		sed 's#^ExecStart=.*#ExecStart=/usr/bin/env true#' deploy/callbeacon.service >"$$unit" && \
		systemd-analyze verify --man=no "$$unit" && rm -r "$${unit%/*}"

LOCK = $(VENV)/lock/bin/uv pip compile pyproject.toml --group build --universal \
	--python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --quiet \
	--custom-compile-command "make lock" $(UPGRADE)

lock: ## Lock the dependencies; newer versions with: make lock UPGRADE=--upgrade.
	@$(PYTHON) -m venv $(VENV)/lock
	@$(VENV)/lock/bin/python -m pip install --quiet uv==$(UV)
	@$(LOCK) --output-file requirements.txt
	@$(LOCK) --group dev --constraints requirements.txt --output-file requirements-dev.txt

clean: ## Remove .venv, caches and build leftovers; var/ (your data) stays.
	@rm -rf $(VENV) build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@rm -f .coverage .coverage.*
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
