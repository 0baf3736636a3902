-- The sequences: how they count, and the column of whole numbers that each belongs to, where rows may be in it.
select
    format('%I.%I', space.nspname, class.relname) as name,
    sequence.seqincrement as step,
    sequence.seqcycle as is_cycling,
    case when owner.oid is null then '' else format('%I.%I', owner_space.nspname, owner.relname) end as owner,
    coalesce(quote_ident(col.attname), '') as owner_column,
    coalesce(
        owner.relkind in ('r', 'p')
        and (owner.relkind = 'p' or pg_relation_size(owner.oid) > 0)
        and col.atttypid in ('int2'::regtype, 'int4'::regtype, 'int8'::regtype),
        false
    ) as has_numbers,
    case when owner.relkind = 'r' then 'only' else '' end as only
from pg_sequence as sequence
inner join pg_class as class on sequence.seqrelid = class.oid
inner join pg_namespace as space on class.relnamespace = space.oid
left join pg_depend as owned
    on
        owned.classid = 'pg_class'::regclass
        and owned.objid = sequence.seqrelid
        and owned.objsubid = 0
        and owned.refclassid = 'pg_class'::regclass
        and owned.refobjsubid > 0
        and owned.deptype in ('a', 'i')
left join pg_class as owner on owned.refobjid = owner.oid
left join pg_namespace as owner_space on owner.relnamespace = owner_space.oid
left join pg_attribute as col
    on owned.refobjid = col.attrelid and owned.refobjsubid = col.attnum
where
    class.relpersistence <> 't'
    and class.oid >= 16384
    and space.nspname not in ('refdb', 'cron', 'information_schema')
    and not exists (
        select
        from pg_depend as member
        where
            member.classid = 'pg_class'::regclass
            and member.objid = class.oid
            and member.deptype = 'e'
    )
