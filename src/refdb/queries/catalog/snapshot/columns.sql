-- Columns of relations and attributes of composite types: what most of them have.
select
    case when relation.relkind = 'c' then 'attribute' else 'column' end as kind,
    relation.identity || '.' || quote_ident(col.attname) as identity,
    relation.schema,
    quote_ident(col.attname) as name,
    relation.kind || ' ' || relation.identity as parent,
    'pg_class'::regclass::oid as classid,
    col.attrelid as objid,
    col.attnum as subid,
    row_number() over (partition by col.attrelid order by col.attnum) as position,
    format_type(col.atttypid, col.atttypmod) as type,
    case
        when col.attcollation <> type.typcollation then col.attcollation::regcollation::text
    end as collation,
    nullif(col.attnotnull, false) as not_null,
    case
        -- A default names no column: asked without its table, that is not looked up or locked.
        when col.attgenerated = '' then pg_get_expr(def.adbin, 0)
    end as default,
    case col.attgenerated
        when 's' then 'always as (' || pg_get_expr(def.adbin, def.adrelid) || ') stored'
        when 'v' then 'always as (' || pg_get_expr(def.adbin, def.adrelid) || ') virtual'
    end as generated,
    case col.attidentity when 'a' then 'always' when 'd' then 'by default' end as identity
from relation
inner join pg_attribute as col on relation.oid = col.attrelid
inner join pg_type as type on col.atttypid = type.oid
left join pg_attrdef as def on col.attrelid = def.adrelid and col.attnum = def.adnum
where
    col.attnum > 0
    and not col.attisdropped
    and relation.relkind <> 'S'
