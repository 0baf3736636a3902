-- The texts of some migrations as they were applied.
select
    id,
    apply_text,
    rollback_text
from refdb.migration
where id = any(%(ids)s)
