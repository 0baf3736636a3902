-- Plans, once a session, how migrations are recorded: each then costs no planning.
deallocate all;

-- yoyo's two rows and refdb's, of a migration that was applied.
prepare refdb_record_apply (
    text, text, text, text, text, text, text, text, text, boolean, numeric, text
) as
with marked as (
    insert into public._yoyo_migration (migration_hash, migration_id, applied_at_utc)
    values ($1, $2, timezone('utc', clock_timestamp()))
), logged as (
    insert into public._yoyo_log (
        id, migration_hash, migration_id, operation, username, hostname, created_at_utc
    )
    values ($3, $1, $2, 'apply', $4, $5, timezone('utc', clock_timestamp()))
)

insert into refdb.migration (
    id, apply_checksum, rollback_checksum, apply_text, rollback_text, is_transactional,
    duration_ms, applied_by, host, refdb_version
)
values (
    $2, $6, $7, $8, $9, $10,
    coalesce($11, 1000 * extract(epoch from clock_timestamp() - transaction_timestamp())),
    $4, $5, $12
)
on conflict (id) do update set
    apply_checksum = excluded.apply_checksum,
    rollback_checksum = excluded.rollback_checksum,
    apply_text = excluded.apply_text,
    rollback_text = excluded.rollback_text,
    is_transactional = excluded.is_transactional,
    applied_at = excluded.applied_at,
    duration_ms = excluded.duration_ms,
    applied_by = excluded.applied_by,
    applied_as = excluded.applied_as,
    host = excluded.host,
    refdb_version = excluded.refdb_version;

-- Of a migration that was rolled back yoyo's row and refdb's go, yoyo's log gains one.
prepare refdb_record_rollback (text, text, text, text, text) as
with forgotten as (
    delete from refdb.migration
    where id = $2
), unmarked as (
    delete from public._yoyo_migration
    where migration_hash = $1
)

insert into public._yoyo_log (
    id, migration_hash, migration_id, operation, username, hostname, created_at_utc
)
values ($3, $1, $2, 'rollback', $4, $5, timezone('utc', clock_timestamp()));
