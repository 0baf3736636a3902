-- Indexes of people: pages, rows, how often they were used, whether they are valid, and for how long that is known.
with widths as materialized (
    select
        attribute.attrelid as relation,
        attribute.attnum,
        column_stats.avg_width as bytes
    from pg_stats as column_stats
    inner join pg_namespace as namespace
        on namespace.nspname = column_stats.schemaname
    inner join pg_class as class
        on
            class.relnamespace = namespace.oid
            and class.relname = column_stats.tablename
    inner join pg_attribute as attribute
        on
            attribute.attrelid = class.oid
            and attribute.attname = column_stats.attname
    where
        column_stats.schemaname !~ '^(pg_|information_schema$)'
        and not column_stats.inherited
)
select
    format('%%s.%%s', namespace.nspname, class.relname) as name,
    (class.relpages::float8 * current_setting('block_size')::float8) as bytes,
    greatest(class.reltuples, 0)::float8 as rows,
    coalesce(stats.idx_scan, 0)::float8 as scans,
    (index.indisvalid and index.indisready) as is_valid,
    (index.indisunique or index.indisreplident) as is_needed,
    -- One that is being built is not valid yet; nobody left it behind.
    exists (
        select
        from pg_stat_progress_create_index as building
        where building.relid = index.indrelid
    ) as is_being_built,
    -- What an entry takes in a leaf: its keys as the statistics have them, its head and its pointer.
    (
        select sum(coalesce(width.bytes, 8)) + 12
        from unnest(index.indkey) as key (attnum)
        left join widths as width
            on
                width.relation = index.indrelid
                and width.attnum = key.attnum
    )::float8 as entry_bytes,
    extract(
        epoch from clock_timestamp()
        - coalesce(known.stats_reset, pg_postmaster_start_time())
    )::float8 as known_s,
    method.amname::text as method
from pg_index as index
inner join pg_class as class
    on class.oid = index.indexrelid
inner join pg_namespace as namespace
    on namespace.oid = class.relnamespace
inner join pg_am as method
    on method.oid = class.relam
left join pg_stat_user_indexes as stats
    on stats.indexrelid = index.indexrelid
left join pg_stat_database as known
    on known.datname = current_database()
where
    class.relkind = 'i'
    and namespace.nspname !~ '^pg_'
    and namespace.nspname <> 'information_schema'
    and (class.relpages > 10 or not index.indisvalid)
order by class.relpages desc
limit 300
