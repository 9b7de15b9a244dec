# Walkback: what a developer runs. `make run` shows the story, `make test` does all the checks.
# Needs Python 3.11 or later, make and a network; installing again costs nothing when nothing changed.

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
BIN := .venv/bin
CODE := src tests eval bench
DEMO := $(or $(TMPDIR),/tmp)/walkback-demo-$(shell id -u)

.PHONY: run test lint format types eval train bench docs test-long fuzz clean

run: .venv/.installed
	@echo "Playing the story of a statement that was taken back, against a web site on this machine."
	@echo "Its record is made new in $(DEMO); nothing leaves this computer."
	@rm -rf "$(DEMO)"
	@$(BIN)/walkback --record "$(DEMO)" demo

test: .venv/.dev .venv-oracles/.installed .venv-wacz/.installed .venv-authsign/.installed .venv/.system .npm/.installed lint types
	$(BIN)/pytest -n 2 -m "not long"

test-long: .venv/.dev .venv-oracles/.installed .venv/.system .npm/replaywebpage/.unpacked
	$(BIN)/pytest -n 2 -m long

# Go's x/mod as a judge of our ledger: a large download from Debian, so only when asked for.
test-go: .venv/.dev
	@command -v go >/dev/null && test -d /usr/share/gocode/src/golang.org/x/mod || { apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends golang-go golang-golang-x-mod-dev; } \
	  >/dev/null 2>&1 || echo "Go is not installed; what needs it will be skipped"
	$(BIN)/pytest tests/ledger/test_go.py

# Ten thousand broken bundles, and a thousand attacks on a good one, to two verifiers each.
fuzz: .venv/.dev
	$(BIN)/python -m tests.verify.fuzz --bundles 10000
	MUTATIONS=1000 $(BIN)/pytest tests/verify/test_mutations.py

lint: .venv/.dev
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)

types: .venv/.dev
	$(BIN)/mypy

format: .venv/.dev
	$(BIN)/ruff check --fix-only --quiet $(CODE)
	$(BIN)/ruff format $(CODE)

eval: .venv/.dev
	$(BIN)/python -m eval

train: .venv/.dev
	$(BIN)/python -m eval.teach

bench: .venv/.dev .venv/.system
	$(BIN)/python -m bench

docs: .venv/.dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --site-dir site

clean:
	rm -rf .venv .venv-oracles .venv-wacz .venv-authsign .npm .bench build dist site .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +

# ---- what the targets stand on: each is made once, and again when pyproject.toml changes ----

.venv/.installed: pyproject.toml
	@test -n "$(PYTHON)" || { echo "make: no python3 found; install Python 3.11 or later" >&2; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "make: Python 3.11 or later is needed")'
	@echo "Installing Walkback into .venv (once)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --upgrade "pip>=25.1"  # the first that knows --group
	@$(BIN)/python -m pip install -qq --editable .
	@touch $@

.venv/.dev: .venv/.installed
	@echo "Installing the tools for tests into .venv (once)"
	@$(BIN)/python -m pip install -qq --group dev
	@touch $@

# pywb is GPL and pins old packages: a test oracle in its own house, never imported by ours.
.venv-oracles/.installed: pyproject.toml
	@echo "Installing pywb, the replay oracle, into .venv-oracles (once)"
	@test -x .venv-oracles/bin/python || $(PYTHON) -m venv .venv-oracles
	@.venv-oracles/bin/python -m pip install -qq --upgrade "pip>=25.1"
	@.venv-oracles/bin/python -m pip install -qq --group oracles
	@touch $@

# Checkers of WACZ files: each pins what it stands on, so each has its own house. Without their
# registry what needs them is skipped.
.venv-%/.installed: pyproject.toml
	@echo "Installing $*, a judge of our bundles, into .venv-$* (once)"
	@test -x .venv-$*/bin/python || $(PYTHON) -m venv .venv-$*
	@{ .venv-$*/bin/python -m pip install -qq --upgrade "pip>=25.1" && \
	  .venv-$*/bin/python -m pip install -qq --group $*; } \
	  || { rm -rf .venv-$*/bin; echo "not installed: $*; what needs it will be skipped"; }
	@mkdir -p .venv-$* && touch $@

# The player of web archives in a browser (AGPL: for tests only, never part of ours). The version
# after it wants a package that its registry does not have.
.npm/replaywebpage/.unpacked:
	@mkdir -p .npm/replaywebpage
	@{ command -v npm >/dev/null && cd .npm/replaywebpage && npm pack --silent replaywebpage@2.4.6 && \
	  tar -xzf replaywebpage-2.4.6.tgz package/ui.js package/sw.js package/LICENSE; } >/dev/null 2>&1 \
	  || echo "not installed: replaywebpage; its test will be skipped"
	@touch $@

# Real servers and browsers for tests and benches: asked of Debian only by root and only where
# missing; tests that need one and do not find it say so and skip.
.venv/.system: | .venv/.dev
	@missing=""; for tool in nginx wget chromium; do command -v $$tool >/dev/null || missing="$$missing $$tool"; done; \
	if [ -n "$$missing" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing$$missing (Debian)"; \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; } \
	    >/dev/null 2>&1 || echo "not installed:$$missing; what needs them will be skipped"; \
	fi
	@touch $@

# The real PDS that the tests of Bluesky talk to. Without npm, or without its registry, they skip.
.npm/.installed: tests/dev_env/package.json tests/dev_env/package-lock.json
	@mkdir -p .npm
	@if command -v npm >/dev/null; then \
	  echo "Installing @atproto/dev-env, a PDS for tests, into .npm (once)"; \
	  cp tests/dev_env/package.json tests/dev_env/package-lock.json .npm/; \
	  (cd .npm && npm ci --no-audit --no-fund --no-progress) >.npm/install.log 2>&1 \
	    || { rm -rf .npm/node_modules; echo "not installed: @atproto/dev-env (.npm/install.log); its tests will be skipped"; }; \
	else echo "npm is not installed: the tests against a real PDS will be skipped"; fi
	@touch $@
