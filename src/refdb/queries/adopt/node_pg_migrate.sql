-- Which migrations node-pg-migrate applied.
select
    name as version,
    run_on::timestamptz as applied_at
from {table}
order by run_on, id
