-- What grows with what: a table with those that it points to, a partition with its parent, a
-- materialized view with what it reads, through views too.
with recursive reads as (
    select distinct
        rule.ev_class as reader,
        depend.refobjid as source
    from pg_rewrite as rule
    inner join pg_depend as depend
        on
            depend.classid = 'pg_rewrite'::regclass
            and depend.objid = rule.oid
            and depend.refclassid = 'pg_class'::regclass
            and depend.refobjid <> rule.ev_class
), deep as (
    select
        reads.reader,
        reads.source
    from reads
    inner join pg_class as class on reads.reader = class.oid
    where class.relkind = 'm'
    union
    select
        deep.reader,
        reads.source
    from deep
    inner join reads on deep.source = reads.reader
), link as (
    select
        con.conrelid as child,
        con.confrelid as parent,
        'foreign key' as kind,
        array(
            select attribute.attname::text
            from unnest(con.conkey) with ordinality as key (number, place)
            inner join pg_attribute as attribute
                on
                    attribute.attrelid = con.conrelid
                    and attribute.attnum = key.number
            order by key.place
        ) as columns
    from pg_constraint as con
    where con.contype = 'f'
    union all
    select
        inherits.inhrelid as child,
        inherits.inhparent as parent,
        'partition' as kind,
        '{}' as columns
    from pg_inherits as inherits
    union all
    select
        deep.reader as child,
        deep.source as parent,
        'view' as kind,
        '{}' as columns
    from deep
)

select
    quote_ident(child_schema.nspname) || '.' || quote_ident(child.relname) as child,
    quote_ident(parent_schema.nspname) || '.' || quote_ident(parent.relname) as parent,
    link.kind,
    link.columns
from link
inner join pg_class as child on link.child = child.oid
inner join pg_namespace as child_schema on child.relnamespace = child_schema.oid
inner join pg_class as parent on link.parent = parent.oid
inner join pg_namespace as parent_schema on parent.relnamespace = parent_schema.oid
where
    parent.relkind in ('r', 'p', 'm', 'I')
    and child.relkind in ('r', 'p', 'm', 'i', 'I')
    and parent_schema.nspname not in ('pg_catalog', 'information_schema')
order by child, parent, link.kind, link.columns
