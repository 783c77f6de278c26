# Quipu. `make run` serves the workspace and its worker on http://localhost:8501; `make test` checks everything.

PYTHON ?= python3
VENV := .venv
READY := $(VENV)/.ready
BIN := $(VENV)/bin
TYPED := corpus index research prompts exports benchmarks $(wildcard app.py)

# One sentence when Python cannot make a virtual environment, nothing when it can.
# (No single quote, it would end the text for the shell; no indented line, make strips the blanks.)
define TROUBLE
import sys, importlib.util as look
had = ".".join(map(str, sys.version_info[:2]))
old = "Python 3.11 or newer is needed and $(PYTHON) is Python " + had + ": install a newer one and name it, as in make run PYTHON=python3.12"
bare = "The venv module of Python is missing: install it with apt-get install python" + had + "-venv (Debian, Ubuntu) and run make again"
whole = look.find_spec("venv") and look.find_spec("ensurepip")
print(old if sys.version_info < (3, 11) else "" if whole else bare)
endef
NO_PYTHON := Python 3.11 or newer is needed and $(PYTHON) was not found: install it with apt-get install python3 python3-venv (Debian, Ubuntu) and run make again
trouble = $(shell command -v $(PYTHON) >/dev/null || { echo "$(NO_PYTHON)"; exit; }; $(PYTHON) -c '$(TROUBLE)')

.SILENT:
.ONESHELL:
.NOTPARALLEL:
SHELL := /bin/sh
.SHELLFLAGS := -ec
.DEFAULT_GOAL := help
.PHONY: help run test check format lock pictures clean

help: ## show the targets
	sed -n 's/^\([a-z]*\):.*## /make \1	/p' Makefile | expand -t 16

run: $(READY) ## import the sample corpus once, write the sample reports, serve the workspace
	$(BIN)/python -m research demo
	exec $(BIN)/python -m research serve

test: check ## lint, types and all tests
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

check: $(READY) ## lint, format and types only
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy --strict $(TYPED)

format: $(READY) ## sort imports and format the code
	$(BIN)/python -m ruff check --select I --fix .
	$(BIN)/python -m ruff format .

# The CPU build marks its version (+cpu); the lock names the plain one, which every registry has.
# CUDA packages are left to pip: it adds them where the registry serves the CUDA build.
lock: $(READY) ## make requirements.txt from requirements.in
	$(BIN)/python -m pip install --quiet pip-tools==7.6.2
	$(BIN)/python -m piptools compile --quiet --strip-extras --allow-unsafe --no-emit-index-url --no-emit-find-links --no-header requirements.in
	sed -i 's/^\(torch==[0-9.]*\)+[a-z0-9.]*/\1/' requirements.txt
	if grep -nE '^(nvidia|cuda)-|file:|://' requirements.txt
	then echo "requirements.txt names CUDA packages or a place: make the lock where pip finds the CPU build of torch." >&2; exit 1
	fi

pictures: $(READY) ## make the pictures of README
	$(BIN)/python -m tests.browser.pictures

clean: ## remove what can be made again; the run-time folder (var/ or QUIPU_HOME) stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +

# A stamp written last: an interrupted installation starts again, a finished one is not repeated.
$(READY): requirements.txt
	$(if $(trouble),$(error $(trouble)))
	echo "Installing the packages of requirements.txt into $(VENV): a few minutes, this time only."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check --no-input --progress-bar $(if $(CI),off,on) --requirement requirements.txt
	touch $@
