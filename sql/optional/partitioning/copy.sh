#!/bin/sh
# Copies the pairs of a phase (expand or contract) into sql/migrations, with the next numbers.
set -eu
phase=${1:?expand or contract}
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
migrations=${2:-$here/../../migrations}
previous=$(ls "$migrations" | sed -n 's/\.rollback\.sql$//p' | sort | tail -n 1)
number=$(expr "${previous%%_*}" + 0)
for rollback in "$here/$phase"/*.rollback.sql; do
    name=$(basename "$rollback" .rollback.sql)
    number=$((number + 1))
    id=$(printf '%04d_%s' "$number" "${name#*_}")
    cp "$rollback" "$migrations/$id.rollback.sql"
    # Below the sentence that says why, which may go on over several lines.
    awk -v depends="-- depends: $previous" '
        NR > 1 && !said && !/^--   / { print depends; said = 1 }
        { print }
    ' "$here/$phase/$name.sql" > "$migrations/$id.sql"
    echo "$id"
    previous=$id
done
