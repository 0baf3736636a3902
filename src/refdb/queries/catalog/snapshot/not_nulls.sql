-- Not-null constraints (18) that say more than that the column is not null. A name such as Postgres
-- itself gives is no part of the schema: it depends on what the table was called once.
select
    'pg_class'::regclass::oid as catalog,
    con.conrelid as objid,
    con.conkey[1] as subid,
    case
        when con.conname !~ '_not_null[0-9]*$' then quote_ident(con.conname)
    end as not_null_name,
    case when not con.convalidated then true end as not_null_not_valid,
    nullif(con.connoinherit, false) as not_null_no_inherit,
    description.description as not_null_comment
from pg_constraint as con
left join pg_description as description
    on con.oid = description.objoid and description.classoid = 'pg_constraint'::regclass
where
    con.contype = 'n'
    and con.conrelid >= 16384
    and (
        con.conname !~ '_not_null[0-9]*$'
        or not con.convalidated
        or con.connoinherit
        or description.objoid is not null
    )
