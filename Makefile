# `make run` reads the demonstration and opens the desk on it, `make stop` closes it, `make read` reads the sample report,
# `make test` runs the tests; each sets up .venv the first time.
# Needs make and Python 3.11 or later (PYTHON=python3.12 names another one); uses uv where it is installed.

PYTHON ?= python3
REPORT ?= examples/reports/aleppo-2016-12-05.ar.txt
PUBLISHED ?= 2016-12-05
DEMO ?= build/aleppo.db
PORT ?= 8787

BIN := .venv/bin
READY := .venv/.ready
TOOLS := .venv/.tools
INSTALL := $(if $(shell command -v uv),uv pip install --quiet --python $(BIN)/python,$(BIN)/python -m pip install --quiet --disable-pip-version-check)
DESK := marsad/web/desk/index.html
DESK_SOURCES := $(shell find desk -name node_modules -prune -o -type f ! -name README.md -print) marsad/places/data/places.tsv

.PHONY: run stop read desk test check gold gold-errors gold-crosscheck gold-docs gold-fusion bench lock compile clean help

run: $(READY) $(DESK)
	mkdir -p build
	$(BIN)/marsad demo --db $(DEMO)
	@$(BIN)/python tools/desk.py open $(DEMO) --port $(PORT)

stop:
	@$(BIN)/python tools/desk.py close

read: $(READY)
	$(BIN)/marsad read $(REPORT) --published $(PUBLISHED)

test: $(TOOLS) $(DESK)
	$(BIN)/python -m pytest -q --numprocesses auto --dist loadfile --no-loadscope-reorder

# Builds what the browser shows; needs npm's registry the first time
desk: $(READY)
	$(BIN)/python hatch_build.py

$(DESK): $(DESK_SOURCES) | $(READY)
	@$(BIN)/python hatch_build.py --or-notice

check: $(TOOLS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_layers.py tests/test_docs.py

gold: $(READY)
	$(BIN)/python tools/gold.py

# What is missed and invented, by cause: make gold-errors KIND=attack N=20 OUTLET=BBC LANG=ar
gold-errors: $(READY)
	$(BIN)/python tools/gold_errors.py $(if $(KIND),--kind $(KIND)) $(if $(N),--n $(N)) \
	    $(if $(OUTLET),--outlet "$(OUTLET)") $(if $(filter command line,$(origin LANG)),--lang $(LANG))

gold-crosscheck: $(TOOLS)
	$(BIN)/python tools/crosscheck.py

# Writes the figures of docs/accuracy.md and README.md anew
gold-docs: $(READY)
	$(BIN)/python tools/gold_docs.py

# Events of stories told by many reports: from raw reports, and from given claims
gold-fusion: $(READY)
	$(BIN)/python tools/gold_fusion.py

# Compiles the hot modules of the reader beside their sources (docs/compiled.md); all works without
compile: $(READY)
	$(BIN)/python tools/compile.py

bench: $(READY)
	@$(BIN)/python tools/compile.py --or-notice
	$(BIN)/python benchmarks/reading.py

# Writes the locks anew from pyproject.toml: what runs, what also tests, what a server installs. No host name may enter
# them: a test looks.
LOCK := uv pip compile pyproject.toml --universal --generate-hashes --no-header --quiet

lock:
	$(LOCK) --group build --upgrade -o requirements.lock
	$(LOCK) --group dev --upgrade --constraint requirements.lock -o requirements-dev.lock
	$(LOCK) --extra server --extra oidc --extra timestamps --extra exports --constraint requirements-dev.lock -o packaging/requirements.lock

clean:
	rm -rf .venv dist build marsad/web/desk desk/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis
	rm -f marsad__mypyc.*.so marsad/compiled.json
	find marsad -name '*.so' -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help:
	@echo "make run | stop | read | read | desk | test | check | gold | gold-errors | gold-crosscheck | gold-docs | gold-fusion | bench | compile | lock | clean"

# The lock holds the build backend too, so the package itself is installed without a build environment.
$(READY): requirements.lock pyproject.toml
	@if command -v uv >/dev/null 2>&1; then \
	    uv venv --quiet --allow-existing --python '>=3.11' .venv; \
	else \
	    $(PYTHON) -c 'import sys; sys.exit("Marsad needs Python 3.11 or later: make PYTHON=python3.12 …" if sys.version_info < (3, 11) else 0)' && \
	    $(PYTHON) -m venv .venv; \
	fi
	@$(INSTALL) --require-hashes -r requirements.lock
	@MARSAD_SKIP_FRONTEND=1 $(INSTALL) --no-deps --no-build-isolation -e .
	@touch $(READY)

$(TOOLS): $(READY) requirements-dev.lock
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $(TOOLS)
