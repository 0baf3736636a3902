-- The statements of non-transactional migrations that have begun and have not ended.
select
    migration_id,
    direction,
    position,
    statement_checksum,
    finished_at is not null as is_finished
from refdb.step
order by migration_id, direction, position
