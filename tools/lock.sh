#!/usr/bin/env bash
# Write the lock files anew: every package with its hashes, for Python 3.11+ on any system, no addresses.
# Versions already locked stay unless pyproject.toml asks otherwise; `tools/lock.sh --upgrade` lifts them.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=.make/uv/bin/uv
version=0.13.9

if ! "$uv" --version 2>/dev/null | grep -q "uv $version"; then
    python3 -m venv --clear .make/uv
    .make/uv/bin/python -m pip --quiet install "uv==$version"
fi

compile() {
    "$uv" pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock" "$@"
}

compile "$@" pyproject.toml --group build --output-file requirements.lock
# The first is a constraint on the second, so that both name the same versions.
compile "$@" pyproject.toml --group build --group dev --constraint requirements.lock \
    --output-file requirements-dev.lock
