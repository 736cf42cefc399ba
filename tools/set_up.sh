#!/usr/bin/env bash
# Make .venv and install what a lock file names, by hash; the project itself without its dependencies.
# Installs nothing when the lock files and pyproject.toml are the ones last installed from.
# Usage: tools/set_up.sh requirements.lock|requirements-dev.lock
set -euo pipefail
cd "$(dirname "$0")/.."
lock=$1
venv=.venv
installed=$venv/installed

explain() { printf '\nklyngebot: %s\n\n' "$*" >&2; exit 1; }

python() {
    local candidate
    for candidate in "${PYTHON:-}" python3.11 python3.12 python3.13 python3; do
        if [ -n "$candidate" ] && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s' "$candidate"
            return
        fi
    done
    explain "Python 3.11 or newer is needed. On Debian: apt-get install python3 python3-venv"
}

create() {
    local python
    python=$(python)
    "$python" -c 'import ensurepip, venv' 2>/dev/null \
        || explain "Python cannot make a virtual environment. On Debian: apt-get install python3-venv"
    "$python" -m venv --clear "$venv"
}

# The development lock names everything that the other one does.
has() { cmp -s "$1" "$installed/$1"; }
has_lock() { has requirements-dev.lock || { [ "$lock" = requirements.lock ] && has requirements.lock; }; }
current() { has_lock && has pyproject.toml; }

install() {
    local pip=("$venv/bin/python" -m pip --quiet --quiet --disable-pip-version-check --no-input)
    echo "Setting up $venv from $lock (a minute or so, and only when it has changed) ..." >&2
    mkdir -p "$installed"
    if ! has_lock; then
        "${pip[@]}" install --require-hashes --requirement "$lock"
        cp "$lock" "$installed/"
    fi
    "${pip[@]}" install --no-deps --no-build-isolation --editable .
    cp pyproject.toml "$installed/"
}

# A service may not write here (deploy/klyngebot.service), and would compile all of our own at each start.
compile() {
    local packages=(*/__init__.py)
    "$venv/bin/python" -m compileall -q -- "${packages[@]%/*}"
}

current && { compile; exit 0; }
mkdir -p .make
exec 9>.make/set-up.in-use  # two makes side by side: the second waits, and then finds it done
flock 9
current && { compile; exit 0; }
"$venv/bin/python" -m pip --version >/dev/null 2>&1 || create
install
compile
