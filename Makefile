PYTHON ?= python3
INSTALLED := .venv/.installed

.PHONY: demo test

demo: $(INSTALLED)
	.venv/bin/jobtide demo

test: $(INSTALLED)
	.venv/bin/python -m pytest -q -n auto --dist loadfile

$(INSTALLED): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "jobtide needs Python 3.11 or newer")'
	$(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(INSTALLED)
