#!/usr/bin/env bash
# Installs the Debian packages of debian-packages.txt that the tests need and that are
# not here yet. Where it may not, it says so and succeeds: the tests name what they miss.
#
# The packages' own PostgreSQL cluster is not made and nothing is started: the tests
# start servers of their own. A cluster that is here already is left as it is.
set -euo pipefail
cd "$(dirname "$0")"

say() {
    printf 'Debian packages: %s\n' "$*"
}

installed() {
    [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

available() {
    [ -n "$(apt-cache madison "$1")" ]
}

# Prints those of its arguments for which a command ($1) is not true.
those_not() {
    local name check=$1
    shift
    for name; do
        "$check" "$name" || printf '%s\n' "$name"
    done
}

install() {
    local policy=/etc/postgresql-common/createcluster.d/refdb-tests.conf
    local apt=(apt-get --quiet --yes -o DPkg::Lock::Timeout=120)
    local wanted unknown
    export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1
    "${apt[@]}" update
    mapfile -t unknown < <(those_not available "$@")
    mapfile -t wanted < <(printf '%s\n' "$@" "${unknown[@]}" | sort | uniq --unique)
    [ "${#unknown[@]}" -eq 0 ] || say "not in the package sources of this machine: ${unknown[*]}"
    [ "${#wanted[@]}" -gt 0 ] || return 0
    mkdir -p "${policy%/*}"
    # shellcheck disable=SC2064  # the folder's name is known now
    trap "rm -f '$policy'; rmdir --ignore-fail-on-non-empty '${policy%/*}'" EXIT
    echo 'create_main_cluster = false' >"$policy"
    "${apt[@]}" --no-install-recommends install "${wanted[@]}"
}

if [ "${1:-}" = --install ]; then
    shift
    install "$@"
    exit
fi

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say 'this is no Debian; tests that need PostgreSQL 15 from its packages will skip'
    exit
fi
mapfile -t names <debian-packages.txt
mapfile -t missing < <(those_not installed "${names[@]}")
[ "${#missing[@]}" -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! sudo -n true 2>/dev/null; then
        say "not installed: ${missing[*]}; the tests that need them will skip."
        say "The administrator can: apt-get install ${missing[*]}"
        exit
    fi
    as_root=(sudo -n)
fi
say "installing ${missing[*]}"
log=$(mktemp)
if "${as_root[@]}" bash ./debian_packages.sh --install "${missing[@]}" >"$log" 2>&1; then
    grep -E '^(Debian packages|W: Failed to fetch)' "$log" || true
else
    tail -n 15 "$log"
    say 'apt-get failed; the tests that need the packages will skip'
fi
rm -f "$log"
