-- Views and materialized views. pg_get_viewdef locks what a view reads: access share, to the transaction's end.
select
    relation.kind,
    relation.identity,
    relation.schema,
    relation.name,
    null as parent,
    'pg_class'::regclass::oid as classid,
    relation.oid as objid,
    0 as subid,
    quote_ident(pg_get_userbyid(relation.relowner)) as owner,
    pg_get_viewdef(relation.oid) as definition,
    case when relation.relkind = 'm' and not relation.relispopulated then true end as not_populated,
    nullif(method.amname, 'heap')::text as access_method,
    quote_ident(space_on_disk.spcname) as tablespace
from relation
left join pg_am as method on relation.relam = method.oid
left join pg_tablespace as space_on_disk on relation.reltablespace = space_on_disk.oid
where relation.relkind in ('v', 'm')
