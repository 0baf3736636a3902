-- Indexes. One behind a constraint has no definition of its own, but the options that the constraint's leaves out.
-- pg_get_indexdef looks through all operator classes for each column. Most indexes are of columns
-- alone, in the usual classes and collations: theirs is written here up to the columns, and those
-- stand in keys: their numbers, classes and options, and behind them the condition of a partial one.
with usual as (
    select array_agg(oid) as classes
    from pg_opclass
    where
        opcdefault
        and oid < 16384
        and opcintype in (
            'bool'::regtype, 'int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'numeric'::regtype,
            'float4'::regtype, 'float8'::regtype, 'text'::regtype, 'uuid'::regtype, 'date'::regtype,
            'timestamp'::regtype, 'timestamptz'::regtype, 'jsonb'::regtype
        )
), judged as (
    select
        index.*,
        indclass::oid[] <@ (select usual.classes from usual)
        and indcollation::oid[] <@ '{0, 100}'::oid[] -- none, and the database's own
        and indexprs is null
        and indnkeyatts = indnatts
        and not indnullsnotdistinct as is_plain
    from pg_index as index
    where indexrelid >= 16384
)

select
    'index' as kind,
    class.relnamespace as space,
    quote_ident(class.relname) as name,
    null::text as suffix,
    class.oid as objid,
    case
        when con.oid is null then 'pg_class'::regclass::oid
        else 'pg_constraint'::regclass::oid
    end as holder_class,
    coalesce(con.oid, index.indrelid) as holder,
    0 as holder_sub,
    quote_ident(con.conname) as constraint,
    case
        when con.oid is not null then ''
        when index.is_plain and class.reloptions is null
            then
                case when index.indisunique then 'CREATE UNIQUE INDEX ' else 'CREATE INDEX ' end
                || quote_ident(class.relname)
                || case when class.relkind = 'I' then ' ON ONLY ' else ' ON ' end
                || quote_ident(namespace.nspname) || '.' || quote_ident(held.relname)
                || ' USING ' || method.amname || ' ('
        else pg_get_indexdef(class.oid)
    end as definition,
    case
        when con.oid is null and index.is_plain and class.reloptions is null
            then
                index.indrelid || '|' || index.indkey::text || '|' || index.indclass::text
                || '|' || index.indoption::text
                || '|' || coalesce(' WHERE ' || pg_get_expr(index.indpred, index.indrelid), '')
    end as keys,
    case
        when
            (con.oid is not null and class.reloptions is not null)
            or not index.indisvalid
            or not index.indisready
            or index.indisclustered
            or space_on_disk.oid is not null
            or inherits.inhparent is not null
            or index.indexprs is not null
            then
                jsonb_build_object(
                    'options', case when con.oid is not null then class.reloptions end,
                    'invalid', nullif(not index.indisvalid, false),
                    'not_ready', nullif(not index.indisready, false),
                    'clustered', nullif(index.indisclustered, false),
                    'tablespace', quote_ident(space_on_disk.spcname),
                    'attached_to', inherits.inhparent::regclass::text,
                    'column_statistics', (
                        select jsonb_object_agg(col.attnum, col.attstattarget)
                        from pg_attribute as col
                        where
                            col.attrelid = class.oid
                            and col.attnum > 0
                            and col.attstattarget >= 0
                    )
                )
    end as more
from judged as index
inner join pg_class as class on index.indexrelid = class.oid
inner join pg_class as held on index.indrelid = held.oid
inner join pg_namespace as namespace on held.relnamespace = namespace.oid
inner join pg_am as method on class.relam = method.oid
left join pg_constraint as con on class.oid = con.conindid and con.contype in ('p', 'u', 'x')
left join pg_tablespace as space_on_disk on class.reltablespace = space_on_disk.oid
left join pg_inherits as inherits on class.oid = inherits.inhrelid
where held.relkind <> 't'
