-- Schemas.
select
    'schema' as kind,
    space.name as identity,
    '' as schema,
    space.name,
    null as parent,
    'pg_namespace'::regclass::oid as classid,
    space.oid as objid,
    0 as subid,
    quote_ident(pg_get_userbyid(namespace.nspowner)) as owner
from space
inner join pg_namespace as namespace on space.oid = namespace.oid
where
    not exists (
        select from member
        where member.classid = 'pg_namespace'::regclass and member.objid = space.oid
    )
