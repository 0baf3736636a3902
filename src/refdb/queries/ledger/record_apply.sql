-- Records an applied migration: yoyo's two rows, refdb's row, and its steps taken away.
with stale as (
    delete from refdb.step
    where migration_id = %(id)s
), marked as (
    insert into public._yoyo_migration (migration_hash, migration_id, applied_at_utc)
    values (%(hash)s, %(id)s, timezone('utc', clock_timestamp()))
), logged as (
    insert into public._yoyo_log (
        id, migration_hash, migration_id, operation, username, hostname, created_at_utc
    )
    values (
        %(log_id)s, %(hash)s, %(id)s, 'apply', %(user)s, %(host)s,
        timezone('utc', clock_timestamp())
    )
)

insert into refdb.migration (
    id, apply_checksum, rollback_checksum, apply_text, rollback_text, is_transactional,
    duration_ms, applied_by, host, refdb_version
)
values (
    %(id)s, %(apply_checksum)s, %(rollback_checksum)s, %(apply_text)s, %(rollback_text)s,
    %(transactional)s, %(duration_ms)s, %(user)s, %(host)s, %(version)s
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
    refdb_version = excluded.refdb_version
