-- Checks of domains.
select
    'constraint' as kind,
    space.name || '.' || quote_ident(type.typname) || '.' || quote_ident(con.conname) as identity,
    space.name as schema,
    quote_ident(con.conname) as name,
    'domain ' || space.name || '.' || quote_ident(type.typname) as parent,
    'pg_constraint'::regclass::oid as classid,
    con.oid as objid,
    0 as subid,
    'check' as type,
    regexp_replace(pg_get_constraintdef(con.oid), ' NOT VALID$', '') as definition,
    case when not con.convalidated then true end as not_valid
from pg_constraint as con
inner join pg_type as type on con.contypid = type.oid
inner join space on type.typnamespace = space.oid
where
    con.contype = 'c'
    and not exists (
        select from member
        where member.classid = 'pg_type'::regclass and member.objid = type.oid
    )
