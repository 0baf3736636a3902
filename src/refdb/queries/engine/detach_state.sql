-- Whether a partition is still attached, and whether its concurrent detaching was cut off.
select
    count(*) > 0 as is_there,
    coalesce(bool_or(inhdetachpending), false) as is_pending
from pg_inherits
where
    inhparent = to_regclass(%(parent)s)
    and inhrelid = to_regclass(%(partition)s)
