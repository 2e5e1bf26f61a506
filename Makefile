PYTHON ?= python3
INSTALLED := .venv/.installed
# One more than there are cores: tests that wait for a server leave theirs to others. Files are dealt out as they are
# found, for those with few tests are often the slow ones, and would otherwise come last.
WORKERS = $(shell $(PYTHON) -c 'import os; print(os.cpu_count() + 1)')

.PHONY: demo test

demo: $(INSTALLED)
	.venv/bin/jobtide demo

test: $(INSTALLED)
	.venv/bin/python -m pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder

$(INSTALLED): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "jobtide needs Python 3.11 or newer")'
	$(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(INSTALLED)
