-- Access methods that the server did not bring.
select
    'access method' as kind,
    quote_ident(method.amname) as identity,
    '' as schema,
    quote_ident(method.amname) as name,
    null as parent,
    'pg_am'::regclass::oid as classid,
    method.oid as objid,
    0 as subid,
    case method.amtype when 't' then 'table' else 'index' end as type,
    method.amhandler::text as handler
from pg_am as method
where
    method.oid >= 16384
    and not exists (
        select from member
        where member.classid = 'pg_am'::regclass and member.objid = method.oid
    )
