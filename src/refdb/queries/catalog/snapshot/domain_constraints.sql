-- Checks of domains.
select
    'constraint' as kind,
    null::oid as space,
    quote_ident(con.conname) as name,
    null::text as suffix,
    con.oid as objid,
    'pg_type'::regclass::oid as holder_class,
    con.contypid as holder,
    0 as holder_sub,
    'check' as type,
    regexp_replace(pg_get_constraintdef(con.oid), ' NOT VALID$', '') as definition,
    case when not con.convalidated then true end as not_valid
from pg_constraint as con
where
    con.contype = 'c'
    and con.contypid <> 0
    and con.oid >= 16384
