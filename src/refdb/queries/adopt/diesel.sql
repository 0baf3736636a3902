-- Which migrations diesel applied.
select
    version,
    run_on::timestamptz as applied_at
from {table}
order by version
