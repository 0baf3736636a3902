-- After a migration: what it made of the objects that are marked; those that are gone are forgotten.
set local search_path = '';

delete from refdb.object as known
where
    known.marked is not null
    and not exists (
        select
        from ({live}) as live
        where
            live.kind = known.kind
            and live.oid = known.marked
    );

update refdb.object as known
set
    name = live.name,
    definition = {definition},
    server_major = current_setting('server_version_num')::integer / 10000,
    migration_id = case when known.definition = {definition} then known.migration_id else {id} end,
    recorded_at = clock_timestamp(),
    marked = null
from ({live}) as live
where
    live.kind = known.kind
    and live.oid = known.marked;

reset search_path;
