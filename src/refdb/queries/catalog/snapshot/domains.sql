-- Domains.
select
    'domain' as kind,
    space.name || '.' || quote_ident(type.typname) as identity,
    space.name as schema,
    quote_ident(type.typname) as name,
    null as parent,
    'pg_type'::regclass::oid as classid,
    type.oid as objid,
    0 as subid,
    quote_ident(pg_get_userbyid(type.typowner)) as owner,
    format_type(type.typbasetype, type.typtypmod) as type,
    case
        when type.typcollation <> base.typcollation then type.typcollation::regcollation::text
    end as collation,
    nullif(type.typnotnull, false) as not_null,
    named.conname::text as not_null_name,
    coalesce(pg_get_expr(type.typdefaultbin, 0), type.typdefault) as default
from pg_type as type
inner join space on type.typnamespace = space.oid
inner join pg_type as base on type.typbasetype = base.oid
left join pg_constraint as named
    on
        type.oid = named.contypid
        and named.contype = 'n'
        and named.conname !~ '_not_null[0-9]*$'
where
    type.typtype = 'd'
    and not exists (
        select from member
        where member.classid = 'pg_type'::regclass and member.objid = type.oid
    )
