#!/usr/bin/env bash
# Writes constraints.txt anew: the newest versions that fit every extra of pyproject.toml,
# the same ones on every Python that refdb supports and that is found here.
#
#   PYTHONS  the interpreters; default: all of 3.11 to 3.13 on the path, Debian's and pyenv's
set -euo pipefail
cd "$(dirname "$0")/.."

extras=embedded,lint,container,monitor,report,app,dev
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# The oldest goes first: the others may only add what the oldest does not need.
mapfile -t pythons < <(printf '%s\n' ${PYTHONS:-$(scripts/pythons.sh 3.11 3.12 3.13)})
: >"$folder/all"
for python in "${pythons[@]}"; do
    echo "make constraints: $("$python" --version) ($python)"
    "$python" -m venv "$folder/venv"
    pip=("$folder/venv/bin/python" -m pip)
    "${pip[@]}" install --no-compile --only-binary :all: -c "$folder/all" \
        hatchling editables ".[$extras]" >"$folder/log" 2>&1 || { cat "$folder/log" && exit 1; }
    "${pip[@]}" freeze --exclude refdb >>"$folder/all"
    sort --unique --output "$folder/all" "$folder/all"
    rm -rf "$folder/venv"
done
LC_ALL=C sort --ignore-case "$folder/all" >constraints.txt
git --no-pager diff --stat -- constraints.txt 2>/dev/null || true
