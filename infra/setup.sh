#!/bin/sh
# Makes .venv with everything pinned in requirements-dev.txt, and marks it ready. Called by make.
# Relies on nothing but a POSIX shell and Python 3.11 or newer; PYTHON names one that is not found by itself.
set -eu

say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        new_enough "$PYTHON" || stop "Concord needs Python 3.11 or newer, and PYTHON=$PYTHON is not that."
        return
    fi
    for PYTHON in python3 python3.14 python3.13 python3.12 python3.11; do
        if new_enough "$PYTHON"; then return; fi
    done
    stop "Concord needs Python 3.11 or newer, and found none; PYTHON=/path/to/python3 may name one."
}

# A checkout that was moved, a Python that is gone or a set-up cut short leave a .venv that cannot start.
if [ -e .venv ] && ! .venv/bin/python -c 'import pip' >/dev/null 2>&1; then rm -rf .venv; fi

if [ ! -e .venv ]; then
    find_python
    "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null ||
        stop "Concord needs Python's venv module, which comes apart on Debian and Ubuntu: apt-get install python3-venv"
    say "Setting up .venv, once; this takes a minute or two."
    "$PYTHON" -m venv .venv || { rm -rf .venv; exit 1; }
else
    say "Bringing .venv up to date."
fi

.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r requirements-dev.txt ||
    stop "The pinned dependencies could not be installed; pip says why above."
touch .venv/ready
