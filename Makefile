# Everything that people do with Concord; `make help` lists it. Nothing here needs AWS_* to be set,
# and every command that needs Python makes .venv first.

READY := .venv/ready
BROWSER := .venv/browser
RUN := .venv/bin/python
STAGE ?= dev
PACKAGE := .build/$(STAGE)
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
    --no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade)
TEXTS := $(patsubst %.po,%.mo,$(wildcard chalicelib/locales/*/LC_MESSAGES/*.po))

.DEFAULT_GOAL := help
.PHONY: help demo test test-engine test-long test-simulator test-node test-browser pictures bench check quality \
        format lint types layers docs package package-check deploy texts lock clean check-program

help: ## lists these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' Makefile

# Set-up: once, and again when the pinned dependencies or a translation change.

$(READY): requirements-dev.txt infra/setup.sh
	@PYTHON="$(PYTHON)" infra/setup.sh

$(BROWSER): requirements-browser.txt $(READY)
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r $< || \
	    { echo "What drives Chromium could not be installed; pip says why above."; exit 1; }
	@touch $@

%.mo: %.po | $(READY)
	@.venv/bin/pybabel -q compile -i $< -o $@

# What people run.

demo: $(READY) $(TEXTS) ## starts Concord on this machine and prints where to look; ARGS="--port 8000 --empty"
	@exec $(RUN) -m infra.local $(ARGS)

test: $(READY) $(TEXTS) ## runs the Python tests, on moto, a file for each core at once; ARGS="tests/domain -k ask"
	@exec $(RUN) -m pytest $(or $(ARGS),-n auto --dist loadfile --no-loadscope-reorder)

test-engine: $(READY) $(TEXTS) ## runs the storage, journey and concurrency tests on DynamoDB Local (Java 17, Maven)
	@exec $(RUN) -m pytest -m engine $(or $(ARGS),-n 2 --dist loadfile tests/engine)

test-browser: $(BROWSER) $(TEXTS) ## looks at every page and message in Chromium (Debian's), with axe's rules
	@exec $(RUN) -m pytest -m browser $(or $(ARGS),tests/browser)

pictures: $(BROWSER) $(TEXTS) ## the same pages and messages as docs/pictures, made anew
	@exec $(RUN) -m tests.browser.pictures

test-long: $(READY) $(TEXTS) ## random requests; more journeys, and every write of whole ones lost and refused
	@exec $(RUN) -m pytest -m "long and not engine" $(or $(ARGS),-n auto --ignore tests/simulator tests)

test-simulator: $(READY) $(TEXTS) ## thousands of simulated runs, on all processors; RUNS=200 of each program
	@exec $(RUN) -m pytest -m long $(or $(ARGS),tests/simulator)

test-node: $(READY) ## compares JSON Logic with its reference, json-logic-js (Node 18, npm); SEED=7 repeats a run
	@exec $(RUN) -m pytest -m node $(or $(ARGS),tests)

check-program: $(READY) $(TEXTS) ## says what is wrong with a definition, by line and column; FILE=program.yaml
	@exec $(RUN) -m infra.check $(FILE)

bench: $(READY) $(TEXTS) ## prints the figures that README and docs claim
	@exec $(RUN) -m benchmarks $(ARGS)

# What CI does.

check: test quality test-long test-simulator ## everything that CI does
	@if command -v java >/dev/null && { [ -n "$$DYNAMODB_LOCAL_DIR" ] || command -v mvn >/dev/null; }; then \
	    $(MAKE) --no-print-directory test-engine; \
	else \
	    echo "test-engine was left out: it needs Java 17, and Maven or DYNAMODB_LOCAL_DIR."; \
	    [ "$$CI" != true ]; \
	fi
	@if command -v node >/dev/null && command -v npm >/dev/null; then \
	    $(MAKE) --no-print-directory test-node; \
	else \
	    echo "test-node was left out: it needs Node 18 and npm."; \
	    [ "$$CI" != true ]; \
	fi
	@if [ -n "$$CHROMIUM" ] || command -v chromium >/dev/null; then \
	    $(MAKE) --no-print-directory test-browser; \
	else \
	    echo "test-browser was left out: it needs Chromium (on Debian: apt-get install chromium fonts-noto-cjk)."; \
	    [ "$$CI" != true ]; \
	fi

quality: format lint types layers docs package-check ## the same, less the tests

format: $(READY) ## is everything formatted? FIX=1 formats it
	@.venv/bin/ruff format $(if $(FIX),,--check) .

lint: $(READY) ## does ruff object? FIX=1 mends what it can
	@.venv/bin/ruff check $(if $(FIX),--fix) .

types: $(READY) ## does mypy object?
	@.venv/bin/mypy

layers: $(READY) ## do dependencies point one way?
	@.venv/bin/lint-imports --no-logo

docs: $(READY) $(TEXTS) ## do the documents say what the code does?
	@$(RUN) -m pytest tests/docs

package-check: $(READY) $(TEXTS) ## builds the package for AWS, and tests it
	@$(RUN) -m pytest -m package tests/infra

# What goes to AWS.

package: $(READY) $(TEXTS) ## builds the package for AWS in .build; STAGE=prod
	@$(RUN) -m infra.package --stage $(STAGE) --out $(PACKAGE)

deploy: package ## sends it to CloudFormation; STAGE=prod BUCKET=name SETTINGS="BaseUrl=https://…"
	@exec $(RUN) -m infra.deploy --stage $(STAGE) --package $(PACKAGE) --bucket "$(BUCKET)" $(SETTINGS)

# Housekeeping.

texts: $(READY) ## brings translations up to date with the source; what is new waits to be translated
	@$(RUN) -m infra.texts

lock: ## pins what requirements*.in ask for, with hashes (needs uv); UPGRADE=1 takes the newest
	@command -v uv >/dev/null || { echo "make lock needs uv: pip install uv"; exit 1; }
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) -c requirements.txt requirements-dev.in -o requirements-dev.txt
	$(LOCK) -c requirements-dev.txt requirements-browser.in -o requirements-browser.txt

clean: ## removes everything that was made here
	rm -rf .venv .build .cache .chalice/deployments .*_cache .hypothesis .schemathesis tests/differential/node_modules
	find chalicelib -name '*.mo' -delete
	find . -name __pycache__ -prune -exec rm -rf {} +
