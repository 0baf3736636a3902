-- Which migrations sqlx applied, from which text.
select
    version::text as version,
    installed_on as applied_at,
    success,
    encode(checksum, 'hex') as checksum,
    (execution_time / 1e6)::float8 as duration_ms
from {table}
order by version
