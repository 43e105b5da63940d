# What can be done here. `make demo` and `make test` need python3 (3.11 to 3.13) with venv and headers,
# and a C compiler for durable-rules; `make demo ENGINE=no` needs no compiler.

PYTHON ?= python3
ENGINE ?= yes
VENV   ?= .venv
OUT    ?= out
CASE   ?= cases/2012/peninsula.json
NAME   := $(basename $(notdir $(CASE)))

BIN     := $(VENV)/bin
INSTALL := PYTHON="$(PYTHON)" VENV="$(VENV)" ENGINE="$(ENGINE)" .ci/install

.PHONY: demo lint check test test-system stories certificate bench torture clean help
.DELETE_ON_ERROR:

help:            ## what can be done
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

demo: $(VENV)/.installed-$(ENGINE)   ## install, decide one case of 2012, draw its reasons
	@mkdir -p $(OUT)
	@$(BIN)/cssrules decide $(CASE)
	@$(BIN)/cssrules decide $(CASE) --output $(OUT)/$(NAME).svg
	@$(BIN)/cssrules decide $(CASE) --output $(OUT)/$(NAME).html
	@echo
	@echo "The picture of its reasons:  $(OUT)/$(NAME).svg"
	@echo "The decision as a page:      $(OUT)/$(NAME).html"
	@echo "Every reason:                $(BIN)/cssrules decide $(CASE) --explain"

lint: $(VENV)/.installed-dev         ## format, lint, types, layers, rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/cssrules check

check: lint                          ## the quick loop: lint, and the language's own tests
	$(BIN)/pytest -q --failed-first tests/language tests/test_meaning.py tests/test_parse.py

test: lint                           ## everything that needs no root, no server and no browser
	$(BIN)/pytest -n 2 --dist worksteal --scenario-coverage

test-system: $(VENV)/.installed-dev tests/system/node_modules  ## what needs Debian's Chromium and Node, or a fresh install
	$(BIN)/pytest -m system

stories: $(VENV)/.installed-$(ENGINE)  ## write docs/stories.md from cases/stories
	$(BIN)/cssrules story cases/stories/*.json --output docs/stories.md

certificate: $(VENV)/.installed-$(ENGINE)  ## prove the policy, and write rules/certificate.json
	$(BIN)/cssrules check rules --prove --certificate rules/certificate.json

bench: $(VENV)/.installed-dev        ## how fast a decision is, and a whole portfolio
	$(BIN)/python -m bench
	$(BIN)/python -m bench.portfolio
	$(BIN)/python -m bench.prove
	$(BIN)/python -m bench.mutants

torture: $(VENV)/.installed-dev      ## the long run of agreement between the readings
	$(BIN)/pytest -m torture

tests/system/node_modules: tests/system/package.json
	@command -v npm >/dev/null && npm --prefix tests/system install --no-audit --no-fund --no-package-lock \
		|| echo "without npm the pages are not looked at in a browser"
	@test ! -d $@ || touch $@

clean:           ## forget what was installed and written
	rm -rf $(VENV) $(OUT) tests/system/node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(VENV)/.installed-%: pyproject.toml .ci/install
	@$(INSTALL) $*
	@touch $@
