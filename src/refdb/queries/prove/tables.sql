-- The tables that hold rows themselves, with their columns by name, and whether a row may be there.
select
    format('%I.%I', space.nspname, class.relname) as name,
    array(
        select quote_ident(col.attname)
        from pg_attribute as col
        where col.attrelid = class.oid and col.attnum > 0 and not col.attisdropped
        order by col.attname collate "C"
    ) as columns,
    pg_relation_size(class.oid) > 0 as is_filled
from pg_class as class
inner join pg_namespace as space on class.relnamespace = space.oid
where
    class.relkind = 'r'
    and class.relpersistence <> 't'
    and class.oid >= 16384
    and space.nspname not in ('refdb', 'cron', 'information_schema')
    and not (space.nspname = 'public' and class.relname in ('_yoyo_migration', '_yoyo_log', '_yoyo_version', 'yoyo_lock'))
    and not exists (
        select
        from pg_depend as member
        where
            member.classid = 'pg_class'::regclass
            and member.objid = class.oid
            and member.deptype = 'e'
    )
