-- What few columns have: storage, compression, statistics, options, inherited and not their own.
select
    'pg_class'::regclass::oid as classid,
    col.attrelid as objid,
    col.attnum as subid,
    case
        when col.attstorage <> type.typstorage
            then
                case col.attstorage
                    when 'p' then 'plain'
                    when 'e' then 'external'
                    when 'm' then 'main'
                    when 'x' then 'extended'
                end
    end as storage,
    case col.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end as compression,
    nullif(col.attstattarget, -1)::integer as statistics,
    coalesce(col.attoptions, '{}') || coalesce(col.attfdwoptions, '{}') as options,
    case when not col.attislocal and not relation.relispartition then true end as inherited
from relation
inner join pg_attribute as col on relation.oid = col.attrelid
inner join pg_type as type on col.atttypid = type.oid
where
    col.attnum > 0
    and not col.attisdropped
    and relation.relkind <> 'S'
    and (
        col.attstorage <> type.typstorage
        or col.attcompression <> ''
        or coalesce(col.attstattarget, -1) <> -1
        or col.attoptions is not null
        or col.attfdwoptions is not null
        or not col.attislocal
    )
