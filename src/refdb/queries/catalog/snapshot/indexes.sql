-- Indexes. One behind a constraint has no definition of its own, but the options that the constraint's leaves out.
with plain as (
    -- Most indexes are of columns alone, with the types' own operator classes. pg_get_indexdef looks
    -- through all of a method's classes for each column; these texts are the same, and quick.
    select
        part.indexrelid,
        bool_and(
            opclass.opcdefault
            and opclass.opcintype = col.atttypid
            and part.sorted_by = col.attcollation
        ) as is_plain,
        string_agg(
            quote_ident(col.attname) || case part.option
                when 1 then ' DESC NULLS LAST'
                when 2 then ' NULLS FIRST'
                when 3 then ' DESC'
                else ''
            end,
            ', ' order by part.number
        ) as columns
    from (
        select
            index.indexrelid,
            index.indrelid,
            key.*
        from pg_index as index
        cross join
            lateral unnest(index.indkey, index.indclass, index.indcollation, index.indoption)
            with ordinality as key (attnum, opclass, sorted_by, option, number)
        where
            index.indexprs is null
            and index.indpred is null
            and index.indnkeyatts = index.indnatts
            and not index.indnullsnotdistinct
            and index.indexrelid >= 16384
    ) as part
    inner join pg_attribute as col
        on part.indrelid = col.attrelid and part.attnum = col.attnum
    inner join pg_opclass as opclass on part.opclass = opclass.oid
    group by part.indexrelid
)

select
    'index' as kind,
    relation.schema || '.' || quote_ident(class.relname) as identity,
    relation.schema,
    quote_ident(class.relname) as name,
    coalesce(
        'constraint ' || relation.identity || '.' || quote_ident(con.conname),
        relation.kind || ' ' || relation.identity
    ) as parent,
    'pg_class'::regclass::oid as classid,
    class.oid as objid,
    0 as subid,
    relation.identity as table,
    quote_ident(con.conname) as constraint,
    case
        when con.oid is not null then null
        when plain.is_plain and class.reloptions is null
            then
                case when index.indisunique then 'CREATE UNIQUE INDEX ' else 'CREATE INDEX ' end
                || quote_ident(class.relname)
                || case when class.relkind = 'I' then ' ON ONLY ' else ' ON ' end
                || relation.identity || ' USING ' || method.amname || ' (' || plain.columns || ')'
        else pg_get_indexdef(class.oid)
    end as definition,
    case when con.oid is not null then class.reloptions end as options,
    case when not index.indisvalid then true end as invalid,
    case when not index.indisready then true end as not_ready,
    nullif(index.indisclustered, false) as clustered,
    quote_ident(space_on_disk.spcname) as tablespace,
    inherits.inhparent::regclass::text as attached_to
from pg_index as index
inner join relation on index.indrelid = relation.oid
inner join pg_class as class on index.indexrelid = class.oid
inner join pg_am as method on class.relam = method.oid
left join plain on class.oid = plain.indexrelid
left join pg_constraint as con on class.oid = con.conindid and con.contype in ('p', 'u', 'x')
left join pg_tablespace as space_on_disk on class.reltablespace = space_on_disk.oid
left join pg_inherits as inherits on class.oid = inherits.inhrelid
