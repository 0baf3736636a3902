-- Sequences; one that belongs to a column has that column as its parent, and its table's owner.
select
    'sequence' as kind,
    class.relnamespace as space,
    quote_ident(class.relname) as name,
    null::text as suffix,
    class.oid as objid,
    'pg_class'::regclass::oid as holder_class,
    owned.refobjid as holder,
    owned.refobjsubid as holder_sub,
    case
        when owned.objid is null then quote_ident(pg_get_userbyid(class.relowner))
    end as owner,
    case class.relpersistence when 'u' then 'unlogged' end as persistence,
    format_type(sequence.seqtypid, null) as type,
    sequence.seqstart as start,
    sequence.seqincrement as increment,
    sequence.seqmin as min,
    sequence.seqmax as max,
    sequence.seqcache as cache,
    nullif(sequence.seqcycle, false) as cycle,
    case
        when owned.deptype = 'a'
            then owned.refobjid::regclass::text || '.' || (
                select quote_ident(col.attname)
                from pg_attribute as col
                where col.attrelid = owned.refobjid and col.attnum = owned.refobjsubid
            )
    end as owned_by,
    case
        when owned.deptype = 'i'
            then owned.refobjid::regclass::text || '.' || (
                select quote_ident(col.attname)
                from pg_attribute as col
                where col.attrelid = owned.refobjid and col.attnum = owned.refobjsubid
            )
    end as identity_of,
    case
        when class.relacl is not null
            then
                array[
                    quote_ident(pg_get_userbyid(class.relowner)),
                    array_to_string(class.relacl, E'\n'),
                    array_to_string(acldefault('s', class.relowner), E'\n')
                ]
    end as grants
from pg_sequence as sequence
inner join pg_class as class on sequence.seqrelid = class.oid
left join pg_depend as owned
    on
        owned.classid = 'pg_class'::regclass
        and owned.objid = sequence.seqrelid
        and owned.objsubid = 0
        and owned.refclassid = 'pg_class'::regclass
        and owned.refobjsubid > 0
        and owned.deptype in ('a', 'i')
