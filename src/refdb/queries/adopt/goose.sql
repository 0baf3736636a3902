-- What goose did, newest first: a version's first row is its state.
select
    version_id::text as version,
    is_applied,
    tstamp::timestamptz as applied_at
from {table}
order by id desc
