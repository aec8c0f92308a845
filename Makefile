# Everything works from a fresh clone with python3 (3.11 or newer), venv and make: the first call sets up .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PROJECT := $(PIP) --no-deps --no-build-isolation --editable .

.DEFAULT_GOAL := help
.PHONY: help demo test test-torch test-browser test-spark lint format docs bench wheel clean

help:
	@echo "make demo    find the words of real text and cut it with them"
	@echo "make test    run all tests"
	@echo "make test-torch    the tests of the networks on PyTorch, in an environment of its own (2 GB)"
	@echo "make test-browser  the tests of the pages in Chromium, which has to be installed"
	@echo "make test-spark    the tests on Spark, in an environment of its own (1 GB); Java 17 has to be installed"
	@echo "make lint    ruff, mypy, import-linter"
	@echo "make format  let ruff rewrite the sources"
	@echo "make docs    build the documentation into site/"
	@echo "make bench   run the benchmarks (ZICI_DATA names the folder of real text)"
	@echo "make wheel   build the package into dist/"
	@echo "make clean   remove .venv and everything that was built"

demo: $(VENV)/.demo
	@$(BIN)/zici demo

test: $(VENV)/.dev
	@# Without standard input: a command under test that read the terminal by mistake would wait for ever.
	$(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS) </dev/null

test-torch: $(VENV)-torch/.torch
	@# One thread: beside other work threads of PyTorch wait for each other. The warning is NumPy's about how Keras
	@# reads a tensor of PyTorch: nothing of ours.
	OMP_NUM_THREADS=1 KERAS_BACKEND=torch $(VENV)-torch/bin/python -m pytest -m keras \
	  -W "ignore:__array__ implementation:DeprecationWarning" $(ARGS) </dev/null

test-browser: $(VENV)/.browser
	$(BIN)/python -m pytest -m browser $(ARGS) </dev/null

test-spark: $(VENV)-spark/.spark
	SPARK_LOCAL_IP=127.0.0.1 PYSPARK_PYTHON=$(CURDIR)/$(VENV)-spark/bin/python \
	  $(VENV)-spark/bin/python -m pytest -m spark tests/cluster $(ARGS) </dev/null

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

# Left out: what asks for a trained reader or a cut text of one's own.
BENCHES := $(filter-out benchmarks/bench_ask.py benchmarks/bench_vectors_keras.py,$(wildcard benchmarks/bench_*.py))
bench: $(VENV)/.dev
	@for script in $(BENCHES); do echo "== $$script"; $(BIN)/python $$script || exit 1; done

wheel: $(VENV)/.dev
	$(BIN)/python -m build --wheel --no-isolation --outdir dist

clean:
	rm -rf $(VENV) $(VENV)-torch $(VENV)-spark dist build site .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

# The stamps say which set is installed; they are older than a changed list, and then the set is installed again.
$(VENV)/.demo: requirements/base.txt requirements/build.txt requirements/demo.txt pyproject.toml | $(BIN)/python
	@echo "installing zici and the demo's text into $(VENV)"
	@$(PIP) -r requirements/build.txt -r requirements/demo.txt
	@$(PROJECT)
	@touch $@

$(VENV)/.dev: requirements/base.txt requirements/build.txt requirements/demo.txt requirements/dev.txt pyproject.toml | $(BIN)/python
	@echo "installing zici and the test tools into $(VENV)"
	@$(PIP) -r requirements/dev.txt
	@$(PROJECT)
	@touch $@

$(VENV)-torch/.torch: requirements/base.txt requirements/dev.txt requirements/torch.txt pyproject.toml
	@echo "installing zici, the test tools and PyTorch into $(VENV)-torch"
	@$(PYTHON) -m venv $(VENV)-torch
	@$(VENV)-torch/bin/python -m pip install --quiet --disable-pip-version-check -r requirements/torch.txt
	@$(VENV)-torch/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)-spark/.spark: requirements/base.txt requirements/dev.txt requirements/spark.txt pyproject.toml
	@echo "installing zici, the test tools and Spark into $(VENV)-spark"
	@$(PYTHON) -m venv $(VENV)-spark
	@$(VENV)-spark/bin/python -m pip install --quiet --disable-pip-version-check -r requirements/spark.txt
	@$(VENV)-spark/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.browser: $(VENV)/.dev requirements/browser.txt
	@$(PIP) -r requirements/browser.txt
	@touch $@

$(VENV)/.docs: requirements/base.txt requirements/docs.txt | $(BIN)/python
	@$(PIP) -r requirements/docs.txt
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "zici needs Python 3.11 or newer, '$(PYTHON)' is older or missing; try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "no virtual environment could be made; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
