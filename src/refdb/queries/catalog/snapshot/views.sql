-- Views and materialized views. pg_get_viewdef locks what a view reads: access share, to the transaction's end.
select
    case class.relkind when 'm' then 'materialized view' else 'view' end as kind,
    class.relnamespace as space,
    quote_ident(class.relname) as name,
    null::text as suffix,
    class.oid as objid,
    quote_ident(pg_get_userbyid(class.relowner)) as owner,
    pg_get_viewdef(class.oid) as definition,
    case when class.relkind = 'm' and not class.relispopulated then true end as not_populated,
    nullif(method.amname, 'heap')::text as access_method,
    class.reloptions as options,
    quote_ident(space_on_disk.spcname) as tablespace,
    case
        when class.relacl is not null
            then
                array[
                    quote_ident(pg_get_userbyid(class.relowner)),
                    array_to_string(class.relacl, E'\n'),
                    array_to_string(acldefault('r', class.relowner), E'\n')
                ]
    end as grants
from pg_class as class
left join pg_am as method on class.relam = method.oid
left join pg_tablespace as space_on_disk on class.reltablespace = space_on_disk.oid
where class.relkind in ('v', 'm') and class.oid >= 16384
