# The two commands that matter: "make demo" starts the page, "make test" checks everything. "make help" lists the rest.

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
# A stamp remembers which requirements are installed; it is out of date as soon as one of the files changes.
RUN_STAMP := $(VENV)/.installed-run
DEV_STAMP := $(VENV)/.installed-dev
RENDER_STAMP := $(VENV)/.installed-render
# An environment with nothing but what "make demo" installs, to test that this is enough.
LIGHT := .venv-light
LIGHT_STAMP := $(LIGHT)/.installed
# Install a list into an environment, and after it what may not wait for the packages whose bounds are in the way.
define install
$(1)/bin/python -m pip install --quiet --disable-pip-version-check -r $(2)
$(1)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements-fixes.txt
endef
# The names that tests/browser/chromium.py looks for.
BROWSERS := chromium chromium-browser google-chrome google-chrome-stable

.DEFAULT_GOAL := help
.PHONY: help demo setup browser test test-quick test-render audit load lint format screenshots clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(RUN_STAMP) ## start the page; it says at which address (GRADIO_SERVER_NAME and GRADIO_SERVER_PORT change it)
	$(BIN)/python app.py

setup: $(DEV_STAMP) ## install everything for development and training

browser: ## install a browser for the tests where there is none
	@for name in $(BROWSERS); do if command -v $$name >/dev/null; then exit 0; fi; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium >/dev/null; \
	else \
		echo "The browser tests need Chromium or Chrome. Install one, for example: sudo apt-get install chromium" >&2; exit 1; \
	fi

test: $(DEV_STAMP) $(LIGHT_STAMP) browser lint ## lint, type check and every test
	$(BIN)/pytest

test-quick: $(DEV_STAMP) ## the tests of the library, without those of its install and of the hub
	$(BIN)/pytest tests/library --ignore tests/library/test_install.py --ignore tests/library/weights/test_hub.py

test-render: $(RENDER_STAMP) ## the tests of drawn people, which need a body model (half a gigabyte)
	$(BIN)/pytest tests/train/render

audit: $(DEV_STAMP) ## ask PyPI for known faults of every package that is installed
	$(BIN)/pip-audit --local --progress-spinner off

load: $(DEV_STAMP) ## let 1, 8, 32 and 64 visitors come to the page at once, and write tests/load/REPORT.md
	$(BIN)/python -m tests.load --leak 1000 --report tests/load/REPORT.md

lint: $(DEV_STAMP) ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(DEV_STAMP) ## let ruff mend and format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

screenshots: $(DEV_STAMP) browser ## take pictures of every state of the page into screenshots/
	$(BIN)/python -m tests.browser.screenshots

clean: ## remove what the tools have left (the environment stays)
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis screenshots

$(BIN)/python:
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(RUN_STAMP): requirements-light.txt requirements-fixes.txt | $(BIN)/python
	$(call install,$(VENV),requirements-light.txt)
	@touch $@

$(LIGHT_STAMP): requirements-light.txt requirements-fixes.txt
	$(PYTHON) -m venv --clear $(LIGHT)
	$(call install,$(LIGHT),requirements-light.txt)
	@touch $@

$(DEV_STAMP): requirements-dev.txt requirements-train.txt requirements.txt requirements-light.txt requirements-fixes.txt \
		| $(BIN)/python
	$(call install,$(VENV),requirements-dev.txt)
	@touch $(RUN_STAMP) $@

$(RENDER_STAMP): train/requirements-render.txt | $(DEV_STAMP)
	$(call install,$(VENV),train/requirements-render.txt)
	@touch $@
