-- After a migration: marks what it has defined, so that refresh.sql learns its definition.
delete from refdb.object as known
using ({named}) as named, ({live}) as live
where
    named.kind = live.kind
    and named.oid = live.oid
    and known.kind = live.kind
    and known.name = live.name;

insert into refdb.object (kind, name, definition, server_major, migration_id, marked)
select distinct
    named.kind,
    named.oid::text,
    '',
    0,
    {id},
    named.oid
from ({named}) as named
where named.oid is not null;
