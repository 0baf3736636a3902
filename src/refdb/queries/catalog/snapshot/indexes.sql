-- Indexes: whose, and the rest of those that few are in more. One behind a constraint has no definition of its own.
-- pg_get_indexdef looks through all operator classes for each column. Most indexes are of columns
-- alone, in the usual classes and collations: theirs is put together from parts, columns, classes and
-- options by number. Its definition here is only its columns' numbers and the condition behind |.
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
)

select
    quote_ident(class.relname) as name,
    class.oid as objid,
    index.indrelid as relation,
    con.oid as constraint_id,
    case
        when con.oid is not null then ''
        when
            class.reloptions is null
            and index.indexprs is null
            and index.indnkeyatts = index.indnatts
            and not index.indnullsnotdistinct
            and index.indclass::oid[] <@ (select usual.classes from usual)
            and index.indcollation::oid[] <@ '{0, 100}'::oid[] -- none, and the database's own
            then
                index.indkey::text || '|' || case
                    when index.indpred is null then ''
                    else ' WHERE ' || pg_get_expr(index.indpred, index.indrelid)
                end
        else pg_get_indexdef(class.oid)
    end as definition,
    index.indclass::text as classes,
    index.indoption::text as options,
    nullif(index.indisunique, false) as is_unique,
    case when class.relkind = 'I' then true end as is_only,
    case
        when
            (con.oid is not null and class.reloptions is not null)
            or not index.indisvalid
            or not index.indisready
            or index.indisclustered
            or class.reltablespace <> 0
            or class.relispartition
            or index.indexprs is not null
            then
                jsonb_build_object(
                    'options', case when con.oid is not null then class.reloptions end,
                    'invalid', nullif(not index.indisvalid, false),
                    'not_ready', nullif(not index.indisready, false),
                    'clustered', nullif(index.indisclustered, false),
                    'tablespace', (
                        select quote_ident(space_on_disk.spcname)
                        from pg_tablespace as space_on_disk
                        where space_on_disk.oid = class.reltablespace
                    ),
                    'attached_to', (
                        select inherits.inhparent::regclass::text
                        from pg_inherits as inherits
                        where inherits.inhrelid = class.oid
                    ),
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
from pg_index as index
inner join pg_class as class on index.indexrelid = class.oid
left join pg_constraint as con on class.oid = con.conindid and con.contype in ('p', 'u', 'x')
where
    index.indexrelid >= 16384
    and class.relnamespace <> 'pg_toast'::regnamespace
