# Every target makes the environment it needs, once. `make` alone prints what each is for.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
BIN := .venv/bin
ENVIRONMENT := .venv/.made
PACKAGES := build/packages/.made
WINDOWS := build/wine
# No key of the caller's own is so much as in the memory of the test run.
PYTEST := env -u OPENAI_API_KEY $(BIN)/python -m pytest
NEW_SITE := build/site
RIVALS := build/bench/.made
RIVAL_SITES := build/bench-sites/.made
# A lock names versions and hashes, not addresses.
LOCK_OPTIONS := --generate-hashes --no-emit-index-url --no-annotate --no-header

# Silences the theme's notice about its own future, as the theme documents.
export NO_MKDOCS_2_WARNING := 1

.PHONY: help
help: ## Print what each target is for.
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: serve
serve: $(ENVIRONMENT) ## Serve the site at http://127.0.0.1:8000 and show every edit at once.
	$(BIN)/mkdocs serve --no-strict

.PHONY: test
test: $(ENVIRONMENT) $(PACKAGES) $(WINDOWS) ## Run all tests; ARGS="-k first-request/first_request.py" runs some.
	$(PYTEST) $(ARGS)

.PHONY: mutate
mutate: $(ENVIRONMENT) $(PACKAGES) $(WINDOWS) ## Break copies of the project in small ways, and demand that it is noticed; ARGS="curl" tries some.
	$(BIN)/python -m tests.mutations $(ARGS)

.PHONY: update
update: $(ENVIRONMENT) $(PACKAGES) $(WINDOWS) ## Run the snippets and write down what they print.
	@# First the comments, which move lines; then what those lines print. Exit status 5: nothing was selected.
	$(PYTEST) tests/test_snippets.py::test_the_output_comments_are_what_it_prints --update-examples -q $(ARGS) || [ $$? = 5 ]
	$(PYTEST) tests/test_snippets.py --update-examples $(ARGS)

.PHONY: build
build: $(ENVIRONMENT) ## Build into site/, or leave it as it is; PROOF=require wants a recorded run of each block.
	@case "$(PROOF)" in ""|require) ;; *) echo 'Makefile: PROOF is "$(PROOF)". Say PROOF=require, or nothing.' >&2; exit 2 ;; esac
	@rm -rf $(NEW_SITE)
	$(BIN)/mkdocs build --strict --site-dir $(NEW_SITE)
	$(BIN)/python -m provendocs.audit $(NEW_SITE) $(if $(PROOF),--require-proof)
	@rm -rf site && mv $(NEW_SITE) site

.PHONY: check
check: $(ENVIRONMENT) $(PACKAGES) ## Lint code, types, shell, Markdown, spelling and workflows.
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/shellcheck --shell=bash .ci/run $(wildcard snippets/*/*.sh)
	$(BIN)/pymarkdown --strict-config scan --respect-gitignore --recurse docs README.md CONTRIBUTING.md CHANGELOG.md
	$(BIN)/codespell
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/zizmor --offline --quiet .github

.PHONY: bench
bench: $(ENVIRONMENT) $(PACKAGES) $(RIVALS) $(RIVAL_SITES) ## Measure what a run costs beside the plain alternatives; ARGS=growth measures that part.
	env -u OPENAI_API_KEY $(BIN)/python -m tests.bench $(ARGS)

.PHONY: lock
lock: $(ENVIRONMENT) ## Write requirements.lock and the other locks anew.
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --upgrade --quiet \
	  $(LOCK_OPTIONS) --output-file requirements.lock
	$(BIN)/uv pip compile tests/bench/requirements.in --no-deps --universal --python-version 3.11 --upgrade --quiet \
	  $(LOCK_OPTIONS) --output-file tests/bench/requirements.txt
	for folder in snippets tests/bench/sites; do \
	  (cd $$folder && PATH="$(CURDIR)/$(BIN):$$PATH" npm update --package-lock-only --loglevel=error) || exit; done
	@# npm adds where to send money.
	@$(BIN)/python -c 'import json, pathlib, sys; [(lock := json.loads(file.read_text()), [entry.pop("funding", None) for entry in lock["packages"].values()], file.write_text(json.dumps(lock, indent=2) + "\n")) for file in map(pathlib.Path, sys.argv[1:])]' snippets/package-lock.json tests/bench/sites/package-lock.json

.PHONY: clean
clean: ## Remove everything that the other targets made.
	rm -rf .venv build site .mypy_cache .pytest_cache .ruff_cache
	find src tests -name __pycache__ -exec rm -rf {} +

$(ENVIRONMENT): requirements.lock
	@$(PYTHON) -c 'import sys; sys.version_info < (3, 11) and sys.exit("Makefile: this needs Python 3.11 or newer. Say make PYTHON=python3.12, or what yours is called.")'
	@echo "Making the environment. This takes a minute or two, once."
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(WINDOWS): $(ENVIRONMENT)
	@if command -v wine > /dev/null; then $(BIN)/python -m provendocs.wine $@ && touch $@; fi

$(RIVALS): tests/bench/requirements.txt $(ENVIRONMENT)
	$(BIN)/uv pip install --quiet --target $(@D) --no-deps --require-hashes --requirement $<
	@touch $@

$(RIVAL_SITES): tests/bench/sites/package.json tests/bench/sites/package-lock.json $(ENVIRONMENT)
	@mkdir -p $(@D) && cp tests/bench/sites/package.json tests/bench/sites/package-lock.json tests/bench/sites/.npmrc $(@D)
	cd $(@D) && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --ignore-scripts --loglevel=error
	@touch $@

$(PACKAGES): snippets/package.json snippets/package-lock.json $(ENVIRONMENT)
	@mkdir -p $(@D) && cp snippets/package.json snippets/package-lock.json snippets/.npmrc $(@D)
	cd $(@D) && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --loglevel=error
	@touch $@
