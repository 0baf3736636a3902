-- Sequences; one that belongs to a column has that column as its parent, and its table's owner.
select
    'sequence' as kind,
    relation.identity,
    relation.schema,
    relation.name,
    'column ' || holder.identity || '.' || quote_ident(col.attname) as parent,
    'pg_class'::regclass::oid as classid,
    relation.oid as objid,
    0 as subid,
    case when holder.oid is null then quote_ident(pg_get_userbyid(relation.relowner)) end as owner,
    case relation.relpersistence when 'u' then 'unlogged' end as persistence,
    format_type(sequence.seqtypid, null) as type,
    sequence.seqstart as start,
    sequence.seqincrement as increment,
    sequence.seqmin as min,
    sequence.seqmax as max,
    sequence.seqcache as cache,
    nullif(sequence.seqcycle, false) as cycle,
    case
        when owned.deptype = 'a' then holder.identity || '.' || quote_ident(col.attname)
    end as owned_by,
    case
        when owned.deptype = 'i' then holder.identity || '.' || quote_ident(col.attname)
    end as identity_of
from pg_sequence as sequence
inner join relation on sequence.seqrelid = relation.oid
left join pg_depend as owned
    on
        owned.classid = 'pg_class'::regclass
        and owned.objid = relation.oid
        and owned.objsubid = 0
        and owned.refclassid = 'pg_class'::regclass
        and owned.refobjsubid > 0
        and owned.deptype in ('a', 'i')
left join (
    select
        class.oid,
        quote_ident(namespace.nspname) || '.' || quote_ident(class.relname) as identity
    from pg_class as class
    inner join pg_namespace as namespace on class.relnamespace = namespace.oid
) as holder on owned.refobjid = holder.oid
left join pg_attribute as col
    on owned.refobjid = col.attrelid and owned.refobjsubid = col.attnum
