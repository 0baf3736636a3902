#!/bin/sh
# The same proof by hand: each migration up, dump, down, dump, compared, and up again for the next.
set -eu
bin=$1 url=$2 migrations=$3 work=$4
run() { "$bin/psql" -X -q -v ON_ERROR_STOP=1 -1 -d "$url" -f "$1" > "$work/out"; }
dump() { "$bin/pg_dump" --schema-only -d "$url" | grep -v '^.\(un\)\{0,1\}restrict ' > "$work/$1"; }
dump before
for up in "$migrations"/[0-9][0-9][0-9][0-9]_[a-z]*.sql; do
    case $up in *.rollback.sql) continue ;; esac
    run "$up"
    dump after
    run "${up%.sql}.rollback.sql"
    dump back
    cmp "$work/before" "$work/back"
    run "$up"
    mv "$work/after" "$work/before"
done
