-- Schemas, without the server's, the ledger's and the stand-in's.
select
    'schema' as kind,
    null::oid as space,
    quote_ident(namespace.nspname) as name,
    null::text as suffix,
    namespace.oid as objid,
    quote_ident(pg_get_userbyid(namespace.nspowner)) as owner,
    case
        when namespace.nspacl is not null
            then
                array[
                    quote_ident(pg_get_userbyid(namespace.nspowner)),
                    array_to_string(namespace.nspacl, E'\n'),
                    array_to_string(acldefault('n', namespace.nspowner), E'\n')
                ]
    end as grants
from pg_namespace as namespace
where
    namespace.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'refdb')
    and namespace.nspname !~ '^pg_(toast_)?temp_'
    and (
        namespace.nspname <> 'cron'
        or obj_description(namespace.oid, 'pg_namespace') not like 'refdb''s stand-in%'
    ) is not false
