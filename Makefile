# For people who work on the project. `make check` is what must pass before a commit; CI runs the README's test command.
PYTHON ?= .venv/bin/python

.PHONY: check format readme test model eval report

check:
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy --strict service training eval
	$(PYTHON) -m pytest -m "not model"

# The tests that run the embedded models.
model:
	$(PYTHON) -m pytest -m model

# Write the README's example output anew.
readme:
	$(PYTHON) -m tests.readme

# The gate: fails (1) if a figure falls below its floor, (3) if the evaluation data changed.
eval:
	$(PYTHON) -m eval gate

# Run the evaluation and write eval/report/.
report:
	$(PYTHON) -m eval report

test: check model

format:
	$(PYTHON) -m ruff format .
	$(PYTHON) -m ruff check --fix .
