-- Not-null constraints (18) that say more than that the column is not null.
select
    'pg_class'::regclass::oid as classid,
    con.conrelid as objid,
    con.conkey[1] as subid,
    case
        when con.conname !~ '_not_null[0-9]*$' then quote_ident(con.conname)
    end as not_null_name,
    case when not con.convalidated then true end as not_null_not_valid,
    nullif(con.connoinherit, false) as not_null_no_inherit,
    obj_description(con.oid, 'pg_constraint') as not_null_comment
from pg_constraint as con
inner join relation on con.conrelid = relation.oid
where con.contype = 'n'
