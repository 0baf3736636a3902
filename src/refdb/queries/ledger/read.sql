-- What was applied here, oldest first, with what refdb knows of it.
select
    applied.migration_id,
    applied.applied_at_utc at time zone 'utc' as applied_at,
    known.apply_checksum,
    known.rollback_checksum,
    known.duration_ms,
    known.applied_by
from public._yoyo_migration as applied
left join refdb.migration as known
    on applied.migration_id = known.id
order by applied.applied_at_utc, applied.migration_id
