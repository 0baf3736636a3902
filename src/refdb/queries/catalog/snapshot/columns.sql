-- Columns of relations and attributes of composite types. What few of them have is in `more`.
-- Of a table that is gone pg_get_expr answers null: that is an error, not a column without it.
select
    quote_ident(col.attname) as name,
    col.attrelid as relation,
    col.attnum as subid,
    format_type(col.atttypid, col.atttypmod) as type,
    nullif(col.attnotnull, false) as not_null,
    case
        -- A default names no column: asked without its table, that is not looked up or locked.
        when col.attgenerated = '' then pg_get_expr(def.adbin, 0)
    end as default,
    case
        when
            col.attcollation <> type.typcollation
            or col.attgenerated <> ''
            or col.attidentity <> ''
            or col.attstorage <> type.typstorage
            or col.attcompression <> ''
            or col.attstattarget >= 0
            or col.attoptions is not null
            or col.attfdwoptions is not null
            or col.attacl is not null
            or not col.attislocal
            then
                jsonb_build_object(
                    'collation', case
                        when col.attcollation <> type.typcollation
                            then col.attcollation::regcollation::text
                    end,
                    'generated', case
                        when col.attgenerated <> ''
                            then
                                'always as (' || coalesce(
                                    pg_get_expr(def.adbin, def.adrelid),
                                    ('gone.' || def.adrelid)::regclass::text
                                )
                                || case col.attgenerated when 's' then ') stored' else ') virtual' end
                    end,
                    'identity', case col.attidentity
                        when 'a' then 'always'
                        when 'd' then 'by default'
                    end,
                    'storage', case
                        when col.attstorage = type.typstorage then null
                        when col.attstorage = 'p' then 'plain'
                        when col.attstorage = 'e' then 'external'
                        when col.attstorage = 'm' then 'main'
                        else 'extended'
                    end,
                    'compression', case col.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end,
                    'statistics', nullif(col.attstattarget, -1),
                    'options', coalesce(col.attoptions, col.attfdwoptions),
                    'inherited', nullif(not col.attislocal and not class.relispartition, false),
                    'grants', case
                        when col.attacl is not null
                            then
                                array[
                                    quote_ident(pg_get_userbyid(class.relowner)),
                                    array_to_string(col.attacl, E'\n'),
                                    ''
                                ]
                    end
                )
    end as more
from pg_attribute as col
inner join pg_class as class on col.attrelid = class.oid
inner join pg_type as type on col.atttypid = type.oid
left join pg_attrdef as def on col.attrelid = def.adrelid and col.attnum = def.adnum
where
    class.relkind in ('r', 'p', 'v', 'm', 'f', 'c')
    and class.oid >= 16384
    and col.attnum > 0
    and not col.attisdropped
