-- purpose: Says which indexes would shrink most if they were built anew.

-- The size of an index against what its entries need: keys as wide as the statistics have them, a
-- head and a pointer each, in pages that are filled to nine tenths. Entries that share their key
-- take less, so it says rather too little. Indexes that somebody works on are left out.
create or replace function public.find_bloated_referral_indexes(
    p_least_percent numeric default 50,
    p_least_bytes bigint default 8388608
)
returns table (
    index_name text,
    bytes bigint,
    wasted_percent numeric
)
language sql
stable
parallel unsafe
called on null input
security invoker
begin atomic
    with sized as (
        select
            class.relname as name,
            pg_relation_size(class.oid::regclass) as bytes,
            class.reltuples as entries,
            (
                select sum(coalesce(column_stats.avg_width, 8))
                from unnest(index.indkey) as key (attnum)
                left join pg_attribute as attribute
                    on
                        attribute.attrelid = index.indrelid
                        and attribute.attnum = key.attnum
                left join pg_stats as column_stats
                    on
                        column_stats.schemaname = 'public'
                        and column_stats.tablename = of_table.relname
                        and column_stats.attname = attribute.attname
                        and not column_stats.inherited
            ) as key_bytes
        from pg_index as index
        inner join pg_class as class
            on class.oid = index.indexrelid
        inner join pg_class as of_table
            on of_table.oid = index.indrelid
        inner join pg_am as method
            on method.oid = class.relam
        where
            class.relnamespace = 'public'::regnamespace
            and class.relkind = 'i'
            and class.relpages >= p_least_bytes / current_setting('block_size')::bigint
            and method.amname = 'btree'
            and index.indisvalid
            -- Only its owner may rebuild it.
            and pg_has_role(class.relowner, 'usage')
            and not exists (
                select
                from pg_locks as held
                where
                    held.relation = index.indrelid
                    and held.mode = 'ShareUpdateExclusiveLock'
                    and held.pid <> pg_backend_pid()
                    and held.database = (
                        select here.oid
                        from pg_database as here
                        where here.datname = current_database()
                    )
            )
    ),
    judged as (
        select
            sized.name,
            sized.bytes,
            -- Eight bytes of head, in steps of eight, and four for the place in its page.
            greatest(
                1 - sized.entries * (ceil((sized.key_bytes + 8) / 8.0) * 8 + 4) / 0.9
                / nullif(sized.bytes, 0),
                0
            ) as wasted
        from sized
        where sized.entries >= 0
    )
    select
        judged.name::text as index_name,
        judged.bytes,
        round((100 * judged.wasted)::numeric, 1) as wasted_percent
    from judged
    where 100 * judged.wasted >= p_least_percent
    order by
        judged.bytes * judged.wasted desc,
        judged.name;
end;

comment on function public.find_bloated_referral_indexes(numeric, bigint) is
    'Indexes of at least p_least_bytes of which at least p_least_percent would go, by an estimate;'
    ' the one that would free most first.';

revoke all on function public.find_bloated_referral_indexes(numeric, bigint) from public;
