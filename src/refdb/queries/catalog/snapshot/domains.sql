-- Domains.
select
    'domain' as kind,
    type.typnamespace as space,
    quote_ident(type.typname) as name,
    null::text as suffix,
    type.oid as objid,
    quote_ident(pg_get_userbyid(type.typowner)) as owner,
    format_type(type.typbasetype, type.typtypmod) as type,
    case
        when type.typcollation <> base.typcollation then type.typcollation::regcollation::text
    end as collation,
    nullif(type.typnotnull, false) as not_null,
    named.conname::text as not_null_name,
    coalesce(pg_get_expr(type.typdefaultbin, 0), type.typdefault) as default,
    case
        when type.typacl is not null
            then
                array[
                    quote_ident(pg_get_userbyid(type.typowner)),
                    array_to_string(type.typacl, E'\n'),
                    array_to_string(acldefault('T', type.typowner), E'\n')
                ]
    end as grants
from pg_type as type
inner join pg_type as base on type.typbasetype = base.oid
left join pg_constraint as named
    on
        type.oid = named.contypid
        and named.contype = 'n'
        and named.conname !~ '_not_null[0-9]*$'
where
    type.typtype = 'd'
    and type.oid >= 16384
