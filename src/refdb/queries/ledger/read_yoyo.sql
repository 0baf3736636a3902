-- What yoyo alone applied here, oldest first; refdb has not been here yet.
select
    migration_id,
    applied_at_utc at time zone 'utc' as applied_at,
    null::text as apply_checksum,
    null::text as rollback_checksum,
    null::numeric as duration_ms,
    null::text as applied_by
from public._yoyo_migration
order by applied_at_utc, migration_id
