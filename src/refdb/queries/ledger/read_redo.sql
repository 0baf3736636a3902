-- The migrations of a redo that was cut off: whether each is applied again.
select
    migration_id,
    is_done
from refdb.redo
