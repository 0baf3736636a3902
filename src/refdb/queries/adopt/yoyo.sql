-- Which migrations yoyo applied.
select
    migration_id as version,
    applied_at_utc at time zone 'utc' as applied_at
from {table}
order by applied_at_utc, migration_id
