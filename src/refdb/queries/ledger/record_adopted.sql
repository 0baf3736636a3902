-- Records a migration that another tool applied: yoyo's row where it is missing, refdb's row.
with marked as (
    insert into public._yoyo_migration (migration_hash, migration_id, applied_at_utc)
    values (
        %(hash)s, %(id)s,
        timezone('utc', coalesce(%(applied_at)s::timestamptz, clock_timestamp()))
    )
    on conflict (migration_hash) do nothing
    returning
        migration_hash,
        migration_id
), logged as (
    insert into public._yoyo_log (
        id, migration_hash, migration_id, operation, username, hostname, comment, created_at_utc
    )
    select
        %(log_id)s,
        migration_hash,
        migration_id,
        'mark',
        %(user)s,
        %(host)s,
        %(comment)s,
        timezone('utc', clock_timestamp())
    from marked
)

insert into refdb.migration (
    id, apply_checksum, rollback_checksum, apply_text, rollback_text, is_transactional,
    applied_at, duration_ms, applied_by, host, refdb_version
)
values (
    %(id)s, %(apply_checksum)s, %(rollback_checksum)s, %(apply_text)s, %(rollback_text)s,
    %(transactional)s, coalesce(%(applied_at)s::timestamptz, clock_timestamp()),
    %(duration_ms)s, %(applied_by)s, %(host)s, %(version)s
)
