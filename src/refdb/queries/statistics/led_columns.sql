-- The columns and expressions with a histogram that a whole B-tree leads with: their ends are quickly found.
select distinct on (1, 2)
    quote_ident(owner_space.nspname) || '.' || quote_ident(owner.relname) as name,
    case
        when owner.oid <> index.indrelid then attribute.attnum::text
        else attribute.attname::text
    end as "column",
    index.indrelid::regclass::text as "table",
    '(' || pg_get_indexdef(index.indexrelid, 1, false) || ')' as key
from pg_catalog.pg_index as index
join pg_catalog.pg_class as class on class.oid = index.indexrelid
join pg_catalog.pg_am as method on method.oid = class.relam
join pg_catalog.pg_class as owner
    on owner.oid = case when index.indkey[0] = 0 then index.indexrelid else index.indrelid end
join pg_catalog.pg_namespace as owner_space on owner_space.oid = owner.relnamespace
join pg_catalog.pg_attribute as attribute
    on attribute.attrelid = owner.oid
    and attribute.attnum = case when index.indkey[0] = 0 then 1 else index.indkey[0] end
where
    class.relkind = 'i'
    and class.relpersistence <> 't'
    and method.amname = 'btree'
    and index.indisvalid
    and index.indpred is null
    -- Reading an expression runs it: no function that somebody made runs with the reader's rights.
    and (
        index.indkey[0] <> 0
        or not exists (
            select
            from pg_catalog.pg_depend as needed
            where
                needed.classid = 'pg_catalog.pg_class'::regclass
                and needed.objid = index.indexrelid
                and needed.refclassid = 'pg_catalog.pg_proc'::regclass
        )
    )
    and owner_space.nspname !~ '^pg_'
    and owner_space.nspname <> 'information_schema'
    and has_table_privilege(index.indrelid, 'select')
    and not row_security_active(index.indrelid)
order by 1, 2, class.oid
