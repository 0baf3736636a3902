#!/usr/bin/env bash
# Makes .venv with refdb and its tools in it. Does nothing when nothing changed.
#
#   PYTHON   the interpreter; default: the one .venv has, python3, or the first that fits
#   EXTRAS   the extras of pyproject.toml to install; default: dev
#
# pip is used as this machine has it configured: index, certificates and caches are
# the machine's business. No compiler is needed: everything but refdb itself is a wheel.
set -euo pipefail
cd "$(dirname "$0")/.."

python=${PYTHON:-}
extras=${EXTRAS:-dev}
venv=.venv
stamp=$venv/.made-from
log=$venv/setup.log

die() {
    printf 'make setup: %s\n' "$@" >&2
    exit 1
}

# What .venv is made from; when this differs from the stamp, it is made anew.
ingredients() {
    printf '%s\n' "$PWD" "extras $extras"
    cksum pyproject.toml constraints.txt scripts/setup.sh
}

fits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

version_of() {
    "$1" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null
}

choose_python() {
    local candidate
    if [ -n "$python" ]; then
        fits "$python" || die "refdb runs on Python 3.11, 3.12 and 3.13;" \
            "PYTHON=$python is $(version_of "$python" || echo 'not an interpreter')"
        return
    fi
    for candidate in python3 /usr/bin/python3 python3.13 python3.12 python3.11; do
        if fits "$candidate"; then
            python=$candidate
            return
        fi
    done
    die "refdb runs on Python 3.11, 3.12 and 3.13, and none of them is on the path." \
        "Name one: make setup PYTHON=/path/to/python3.12"
}

same_python() {
    [ -z "$python" ] || [ "$(version_of "$python")" = "$(version_of "$venv/bin/python")" ]
}

# An environment knows its own folder and interpreter: a moved checkout needs another.
usable() {
    fits "$venv/bin/python" && same_python &&
        { [ ! -e "$stamp" ] || [ "$(head -n 1 "$stamp")" = "$PWD" ]; } &&
        "$venv/bin/python" -m pip --version >/dev/null 2>&1
}

up_to_date() {
    [ -x "$venv/bin/refdb" ] && [ -e "$stamp" ] && [ "$(ingredients)" = "$(cat "$stamp")" ] &&
        fits "$venv/bin/python" && same_python
}

# Debian keeps pip's wheel in a package of its own. Anyone may fetch and unpack that,
# from the machine's own package sources and with their signatures checked.
pip_wheel_from_debian() {
    local folder=$1 apt
    command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || return 1
    mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial" "$folder/wheel"
    apt=(apt-get -q -o "Dir::State::Lists=$folder/lists" -o "Dir::Cache=$folder/cache"
        -o APT::Sandbox::User= -o Acquire::Languages=none)
    "${apt[@]}" update &&
        (cd "$folder" && "${apt[@]}" download python3-pip-whl) &&
        dpkg-deb -x "$folder"/python3-pip-whl_*.deb "$folder/wheel"
}

venv_without_ensurepip() {
    local wheel folder=$1
    "$python" -m venv --without-pip "$venv" || return 1
    "$python" -m pip --python "$venv/bin/python" install --quiet pip && return
    pip_wheel_from_debian "$folder" || return 1
    wheel=$(find "$folder/wheel" -name 'pip-*.whl')
    "$venv/bin/python" "$wheel/pip" install --quiet --no-index "$wheel"
}

make_venv() {
    local folder messages
    choose_python
    rm -rf "$venv"
    echo "make setup: .venv with Python $(version_of "$python")"
    if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        "$python" -m venv "$venv"
        return
    fi
    folder=$(mktemp -d)
    messages=$folder/messages
    if ! venv_without_ensurepip "$folder" >"$messages" 2>&1 &&
        ! "$python" -m virtualenv --quiet "$venv" >>"$messages" 2>&1; then
        tail -n 5 "$messages" >&2
        rm -rf "$folder" "$venv"
        die "this Python has no pip, and none could be fetched." \
            "The administrator can install it: apt-get install python3-venv"
    fi
    rm -rf "$folder"
}

pip_install() {
    "$venv/bin/python" -m pip --no-input install --no-compile --only-binary :all: \
        -c constraints.txt "$@" >>"$log" 2>&1 && return
    tail -n 25 "$log" >&2
    die "pip could not install the packages; all that it said is in $log"
}

# Two of these at a time would undo each other's work.
exec 9<pyproject.toml
! command -v flock >/dev/null || flock 9

if up_to_date; then
    exit 0
fi
usable || make_venv
rm -f "$stamp"
echo "make setup: Python packages (pip's output: $log)"
: >"$log"
# The build backend comes from the constraints too, hence no isolated build.
pip_install hatchling editables
pip_install --no-build-isolation -e ".[$extras]"
ingredients >"$stamp"
