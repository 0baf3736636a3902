-- Before a migration: keeps what a hot fix made of the objects that it replaces, and marks those
-- that are as the ledger has them, so that what the migration makes of them is known after it.
set local search_path = '';

insert into refdb.overwritten (kind, name, definition, migration_id, direction)
select
    live.kind,
    live.name,
    {definition},
    {id},
    {direction}
from refdb.object as known
inner join ({live}) as live
    on known.kind = live.kind and known.name = live.name
where
    live.name = any({names}::text[])
    and known.marked is null
    and known.server_major = current_setting('server_version_num')::integer / 10000
    and known.definition <> {definition};

update refdb.object as known
set marked = live.oid
from ({live}) as live
where
    known.kind = live.kind
    and known.name = live.name
    and (
        known.server_major <> current_setting('server_version_num')::integer / 10000
        or known.definition = {definition}
    );

reset search_path;
