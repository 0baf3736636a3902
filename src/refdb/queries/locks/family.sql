-- The tables that a statement on these relations could lock: their own, their partitions and parents, and what
-- foreign keys join to them. All tables where no name is given.
with recursive named as (
    select coalesce(index.indrelid, given.oid) as oid
    from (
        select pg_catalog.to_regclass(name)::oid as oid
        from unnest(%(names)s::text[]) as name
    ) as given
    left join pg_catalog.pg_index as index
        on given.oid = index.indexrelid
), family as (
    select oid
    from named
    union
    select
        case
            when link.inhrelid = family.oid
                then link.inhparent
            else link.inhrelid
        end
    from family
    inner join pg_catalog.pg_inherits as link
        on family.oid in (link.inhrelid, link.inhparent)
), joined as (
    select oid
    from family
    union
    select fkey.confrelid
    from family
    inner join pg_catalog.pg_constraint as fkey
        on
            family.oid = fkey.conrelid
            and fkey.contype = 'f'
    union
    select fkey.conrelid
    from family
    inner join pg_catalog.pg_constraint as fkey
        on
            family.oid = fkey.confrelid
            and fkey.contype = 'f'
)

select
    format('%%I.%%I', schema.nspname, class.relname) as name,
    class.relkind = 'm' as is_view
from pg_catalog.pg_class as class
inner join pg_catalog.pg_namespace as schema
    on class.relnamespace = schema.oid
where
    class.relkind in ('r', 'p', 'm')
    and schema.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
    and schema.nspname !~ '^pg_temp_'
    and (
        class.oid in (
            select oid
            from joined
        )
        or cardinality(%(names)s::text[]) = 0
    )
order by class.oid
