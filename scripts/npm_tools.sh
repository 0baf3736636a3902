#!/usr/bin/env bash
# Installs the tools of npm-tools.txt, whose databases the tests adopt, and the package that has
# the schema of SARIF, into .tools of the checkout. Where there is no npm, or it fails, it says so and succeeds: the tests name
# what they miss. Does nothing when nothing changed.
#
# npm is used as this machine has it configured: registry and caches are its business.
set -euo pipefail
cd "$(dirname "$0")/.."

list=scripts/npm-tools.txt
folder=.tools
stamp=$folder/.made-from

say() {
    printf 'npm tools: %s\n' "$*"
}

if [ -e "$stamp" ] && cmp --quiet "$list" "$stamp"; then
    exit 0
fi
if ! command -v npm >/dev/null || ! command -v node >/dev/null; then
    say 'there is no npm here; the tests that need its packages will skip'
    exit
fi
mapfile -t packages <"$list"
say "installing ${packages[*]}"
rm -rf "$folder"
mkdir "$folder"
log=$folder/setup.log
echo '{"private": true}' >"$folder/package.json"
if timeout 120 npm install --prefix "$folder" --no-package-lock --no-audit --no-fund \
    --loglevel=error "${packages[@]}" >"$log" 2>&1; then
    cp "$list" "$stamp"
else
    tail -n 15 "$log"
    say 'npm failed; the tests that need the tools will skip'
fi
