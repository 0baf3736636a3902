#!/usr/bin/env bash
# Prints the interpreters of the asked versions that work here, one a line: on the path,
# Debian's own, and pyenv's.
#   scripts/pythons.sh 3.12 3.13
set -euo pipefail

for version; do
    for python in "python$version" "/usr/bin/python$version" \
        "${PYENV_ROOT:-$HOME/.pyenv}/versions/$version".*/bin/python3; do
        "$python" -c 'import sys; print(sys.version_info[:3], sys.executable)' 2>/dev/null || true
    done
done | sort --unique --key 1,3 --version-sort | sed 's/^.*) //'
