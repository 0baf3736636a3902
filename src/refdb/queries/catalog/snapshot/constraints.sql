-- Constraints of tables. The definition is without its state: not valid, not enforced.
select
    'constraint' as kind,
    quote_ident(con.conname) as name,
    con.oid as objid,
    0 as subid,
    con.conrelid as holder,
    case con.contype
        when 'p' then 'primary key'
        when 'u' then 'unique'
        when 'c' then 'check'
        when 'f' then 'foreign key'
        when 'x' then 'exclude'
    end as type,
    case
        when con.convalidated then pg_get_constraintdef(con.oid)
        else regexp_replace(pg_get_constraintdef(con.oid), ' NOT (VALID|ENFORCED)$', '')
    end as definition,
    case when con.conenforced and not con.convalidated then true end as not_valid,
    case when not con.conenforced then true end as not_enforced,
    case when not con.conislocal then true end as inherited,
    original.conrelid::regclass::text || '.' || quote_ident(original.conname) as copy_of
-- Before 18 there is no column conenforced: the name then means the one outside the subquery.
from (select true as conenforced) as before_18
cross join lateral (
    select
        oid,
        conrelid,
        conname,
        contype,
        convalidated,
        conislocal,
        conparentid,
        conenforced
    from pg_constraint
    where contype in ('p', 'u', 'c', 'f', 'x') and conrelid <> 0 and oid >= 16384
) as con
left join pg_constraint as original on con.conparentid = original.oid
-- A foreign key to a partitioned table has one more for each partition there, all of one table.
where original.conrelid is distinct from con.conrelid
