-- Access methods that the server did not bring.
select
    'access method' as kind,
    null::oid as space,
    quote_ident(method.amname) as name,
    null::text as suffix,
    method.oid as objid,
    case method.amtype when 't' then 'table' else 'index' end as type,
    method.amhandler::text as handler
from pg_am as method
where
    method.oid >= 16384
