-- What Flyway did, oldest first.
select
    version,
    description,
    type,
    script,
    checksum::text as checksum,
    installed_by as applied_by,
    installed_on::timestamptz as applied_at,
    execution_time as duration_ms,
    success
from {table}
order by installed_rank
