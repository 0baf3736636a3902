-- The most rows that the tables which a plan changes can hold, by their size on disk.
-- A page of 8 kB has room for 291 of the smallest rows there can be.
select coalesce(sum(291 * (pg_relation_size(class.oid) / 8192 + 1)), 0)::bigint
from pg_class as class
where
    class.oid in (
        select coalesce(part.relid, given.oid)
        from unnest(%(tables)s::text[]) as name
        cross join lateral (select to_regclass(name)::oid as oid) as given
        left join lateral pg_partition_tree(given.oid) as part
            on true
    )
