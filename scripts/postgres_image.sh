#!/usr/bin/env bash
# Makes a container image of the PostgreSQL 15 that Debian's packages have installed here, with
# the extensions that are installed beside it. Nothing is downloaded: it is put together from the
# files of the packages and the libraries that their programs load.
#
#   scripts/postgres_image.sh [NAME]     NAME is refdb-postgres:15 where it is left out
#
# The image is started as the official one is: POSTGRES_USER and POSTGRES_DB name a superuser and a
# database, POSTGRES_PASSWORD or POSTGRES_HOST_AUTH_METHOD=trust says who may enter,
# POSTGRES_INITDB_ARGS how the cluster is made, and its command is `postgres` with options.
set -euo pipefail

image=${1:-refdb-postgres:15}
major=15
bin=/usr/lib/postgresql/$major/bin
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

[ -x "$bin/postgres" ] || {
    echo "postgres image: PostgreSQL $major is not installed (apt-get install postgresql-$major)" >&2
    exit 1
}

# Every file of the packages: the server's, its extensions', and the time zones.
packages() {
    local name
    for name in "postgresql-$major" "postgresql-client-$major" tzdata \
        "postgresql-$major-cron" "postgresql-$major-pgtap" "postgresql-$major-plpgsql-check"; do
        dpkg-query --listfiles "$name" 2>/dev/null | grep -v -e '^/usr/share/\(doc\|man\|locale\)/' -e bitcode -e llvmjit || true
    done
}

# The shell, and whatever any of the programs and libraries loads.
libraries() {
    local program
    for program in /bin/sh "$bin"/* "/usr/lib/postgresql/$major/lib"/*.so; do
        [[ $program != *llvmjit* ]] || continue # throwaways compile no expressions
        ldd "$program" 2>/dev/null || true
    done | grep --only-matching '/[^ ]*\.so[^ ]*' || true
}

{
    packages
    libraries
    echo /bin/sh
    find /usr/lib/locale/C.utf8 -type f
} | sort --unique | while read -r path; do
    [ ! -f "$path" ] || printf '%s\n' "${path#/}"
done >"$folder/files"

mkdir -p "$folder/own/etc" "$folder/own/tmp" "$folder/own/usr/local/bin"
chmod 1777 "$folder/own/tmp"
printf '%s\n' 'root:x:0:0:root:/:/bin/sh' 'postgres:x:999:999:postgres:/tmp:/bin/sh' \
    >"$folder/own/etc/passwd"
printf '%s\n' 'root:x:0:' 'postgres:x:999:' >"$folder/own/etc/group"
cat >"$folder/own/usr/local/bin/docker-entrypoint.sh" <<'ENTRY'
#!/bin/sh
# Makes a cluster and starts the server in it.
set -eu
user=${POSTGRES_USER:-postgres}
if [ "${POSTGRES_HOST_AUTH_METHOD:-}" = trust ]; then
    # shellcheck disable=SC2086 # they are several words
    initdb --username="$user" --auth=trust --encoding=UTF8 ${POSTGRES_INITDB_ARGS:-} >/dev/null
else
    echo "${POSTGRES_PASSWORD:?is empty}" >/tmp/password
    initdb --username="$user" --auth=scram-sha-256 --pwfile=/tmp/password \
        --encoding=UTF8 ${POSTGRES_INITDB_ARGS:-} >/dev/null
fi
echo "host all all all ${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}" >>"$PGDATA/pg_hba.conf"
if [ "${POSTGRES_DB:-postgres}" != postgres ]; then
    echo "create database \"$POSTGRES_DB\"" | postgres --single -D "$PGDATA" postgres >/dev/null
fi
exec "$@" -c listen_addresses='*' -c unix_socket_directories=/tmp
ENTRY
chmod 755 "$folder/own/usr/local/bin/docker-entrypoint.sh"

tar --create --file "$folder/image.tar" --owner=0 --group=0 -C "$folder/own" .
tar --append --file "$folder/image.tar" --owner=0 --group=0 --dereference \
    -C / --files-from "$folder/files"
docker import --change "ENV PATH=$bin:/usr/local/bin:/usr/bin:/bin PGDATA=/tmp/data" \
    --change 'USER postgres' --change 'EXPOSE 5432' \
    --change 'ENTRYPOINT ["docker-entrypoint.sh"]' --change 'CMD ["postgres"]' \
    "$folder/image.tar" "$image" >/dev/null
echo "postgres image: $image"
