# The front door. Every target sets up what it needs; `make` alone lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PORT ?= 8080
BIN := .venv/bin
# Compiled once and kept: every process of ours starts in a fraction of the time, and tests start many.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo run test slow check crash bench fuzz lock format set-up set-up-dev clean

help:  ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

demo: set-up  ## The bot and a Telegram on this machine, in the browser; PORT=8123 moves it
	@$(BIN)/klyngebot demo --port $(PORT)

run: set-up  ## The bot against Telegram, with the token in .env
	@$(BIN)/klyngebot run

test: set-up-dev  ## The fast part of the tests
	@$(BIN)/pytest -q -m "not slow" -n auto --dist loadfile
	@echo "That was the fast part. The slow part: make slow. Everything: make check."

slow: set-up-dev  ## The slow part of the tests
	@$(BIN)/pytest -q -m slow -n auto --dist loadfile

check: set-up-dev  ## The whole gate, as CI runs it
	@$(BIN)/python -m tools.gate

crash: set-up-dev  ## Pull the plug 320 times, and look what people lost
	@$(BIN)/python -m tests.crash

bench: set-up-dev  ## The benchmarks
	@$(BIN)/python -m benchmarks

fuzz: set-up-dev  ## 20,000 updates with something wrong in them, through the webhook
	@KLYNGEBOT_TEST_UPDATES=20000 $(BIN)/pytest -q -s tests/fuzz

format: set-up-dev  ## Put the code in its form, mend what can be mended
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock:  ## Write the lock files anew from pyproject.toml
	@tools/lock.sh

set-up:
	@tools/set_up.sh requirements.lock

set-up-dev:
	@tools/set_up.sh requirements-dev.lock

clean:  ## Take away what make made (never the data folder)
	@rm -rf .venv .make .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
