-- The tables and materialized views with their columns by name, and whether a row may be there that is not a partition's.
select
    format('%I.%I', space.nspname, class.relname) as name,
    class.oid,
    columns.names,
    columns.numbers,
    case
        when class.relispartition or not class.relispopulated then false
        when class.relkind in ('r', 'm') then pg_relation_size(class.oid) > 0
        else exists (
            select
            from pg_partition_tree(class.oid) as part
            where part.isleaf and pg_relation_size(part.relid) > 0
        )
    end as is_filled,
    case when class.relkind = 'r' then 'only' else '' end as only,
    case when class.relkind = 'm' then pg_get_viewdef(class.oid) end as query,
    class.relispopulated as is_populated
from pg_class as class
inner join pg_namespace as space on class.relnamespace = space.oid
cross join lateral (
    select
        coalesce(array_agg(quote_ident(col.attname) order by col.attname collate "C"), '{}') as names,
        coalesce(array_agg(col.attnum order by col.attname collate "C"), '{}') as numbers
    from pg_attribute as col
    where
        col.attrelid = class.oid
        and col.attnum > 0
        and not col.attisdropped
        and col.attgenerated = ''
) as columns
where
    class.relkind in ('r', 'p', 'm')
    and class.relpersistence <> 't'
    and class.oid >= 16384
    and space.nspname not in ('refdb', 'cron', 'information_schema')
    and not (
        space.nspname = 'public'
        and class.relname in ('_yoyo_migration', '_yoyo_log', '_yoyo_version', 'yoyo_lock')
    )
    and not exists (
        select
        from pg_depend as member
        where
            member.classid = 'pg_class'::regclass
            and member.objid = class.oid
            and member.deptype = 'e'
    )
