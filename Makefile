# Two commands: `make course` opens the course, `make test` runs every test. Both do all of their own set-up.
.PHONY: help course test notebooks parity widgets lock build clean
.DEFAULT_GOAL := help

PYTHON := $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
  $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' >/dev/null 2>&1 && echo $$p && break; done)
SETUP = @test -n "$(PYTHON)" || { echo "shizha: Python 3.11, 3.12 or 3.13 is needed and none is on the PATH: \
	install one and try again." >&2; exit 1; }; $(PYTHON) tools/setup.py
B := .venv/bin
# nbgrader and npm look for their tools on the PATH
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PYTHONUTF8 := 1
# a server, a browser and a kernel are programs of their own already: more than four workers only disturb each other
SIDE_BY_SIDE := $(B)/pytest -q -n auto --maxprocesses 4
COMPILE := $(B)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --quiet

help:
	@echo "make course     set up, serve the course on this machine and open it (ARGS=\"--port 9000\" for more)"
	@echo "make test       set up and run every check and test"
	@echo "make notebooks  build the notebooks from their text, the schemas from the models, the table of demands"
	@echo "make widgets    bundle the widgets from widgets/src"
	@echo "make lock       renew the locks after a change of dependencies (ARGS=--upgrade for newer releases)"
	@echo "make build      build the wheel into dist/"
	@echo "make clean      remove what tools left behind"

course:
	$(SETUP) course
	@$(B)/shizha serve --course-dir my-course $(ARGS)

test:
	$(SETUP) test
	$(B)/ruff check .
	$(B)/ruff format --check .
	$(B)/mypy
	$(B)/lint-imports
	$(MAKE) --no-print-directory parity
	env npm run check
	env npm test
	$(SIDE_BY_SIDE) --dist worksteal -m "not slow"
	$(SIDE_BY_SIDE) --dist loadfile -m slow
	$(B)/pytest -q --nbval-lax course/*.ipynb

notebooks:
	$(SETUP) test
	$(B)/python -m casebank.schema
	$(B)/python -m course.authoring
	$(B)/python -m assessments.authoring
	$(B)/python tools/demand_table.py

parity:
	$(B)/python -m casebank.schema --check
	$(B)/python -m course.authoring --check
	$(B)/python -m assessments.authoring --check
	$(B)/python tools/demand_table.py --check

widgets:
	$(SETUP) test
	env npm run build

lock:
	$(SETUP) test
	$(COMPILE) --group build --output-file requirements.lock $(ARGS)
	$(COMPILE) --group dev --constraint requirements.lock --output-file requirements-dev.lock $(ARGS)

build:
	$(SETUP) test
	$(B)/python -m build --wheel --no-isolation

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage
	find . -name __pycache__ -not -path "./.venv/*" -not -path "./node_modules/*" -prune -exec rm -rf {} +
