-- Types that are no domain: enums, composite types, ranges, base types, shells.
select
    'type' as kind,
    type.typnamespace as space,
    quote_ident(type.typname) as name,
    null::text as suffix,
    type.oid as objid,
    quote_ident(pg_get_userbyid(type.typowner)) as owner,
    nullif(type.typrelid, 0) as row_class,
    case
        when not type.typisdefined then 'shell'
        when type.typtype = 'e' then 'enum'
        when type.typtype = 'c' then 'composite'
        when type.typtype = 'r' then 'range'
        else 'base'
    end as form,
    (
        select array_agg(enum.enumlabel::text order by enum.enumsortorder)
        from pg_enum as enum
        where enum.enumtypid = type.oid
    ) as labels,
    format_type(range.rngsubtype, null) as subtype,
    quote_ident(space_of_class.nspname) || '.' || quote_ident(opclass.opcname) as subtype_opclass,
    nullif(range.rngcollation::regcollation::text, '-') as subtype_collation,
    nullif(range.rngcanonical::regproc::text, '-') as canonical,
    nullif(range.rngsubdiff::regproc::text, '-') as subtype_diff,
    range.rngmultitypid::regtype::text as multirange,
    case
        when type.typtype = 'b' and type.typisdefined
            then
                jsonb_strip_nulls(
                    jsonb_build_object(
                        'input', type.typinput::regproc::text,
                        'output', type.typoutput::regproc::text,
                        'receive', nullif(type.typreceive::regproc::text, '-'),
                        'send', nullif(type.typsend::regproc::text, '-'),
                        'typmod_in', nullif(type.typmodin::regproc::text, '-'),
                        'typmod_out', nullif(type.typmodout::regproc::text, '-'),
                        'analyze', nullif(type.typanalyze::regproc::text, '-'),
                        'subscript', nullif(type.typsubscript::regproc::text, '-'),
                        'length', type.typlen,
                        'passed_by_value', type.typbyval,
                        'alignment', type.typalign::text,
                        'storage', type.typstorage::text,
                        'category', type.typcategory::text,
                        'preferred', type.typispreferred,
                        'default', type.typdefault,
                        'element', nullif(type.typelem::regtype::text, '-'),
                        'delimiter', type.typdelim::text,
                        'collatable', type.typcollation <> 0
                    )
                )
    end as base,
    case
        when type.typacl is not null
            then
                array[
                    quote_ident(pg_get_userbyid(type.typowner)),
                    array_to_string(type.typacl, E'\n'),
                    array_to_string(acldefault('T', type.typowner), E'\n')
                ]
    end as grants
from pg_type as type
left join pg_class as class on type.typrelid = class.oid
left join pg_range as range on type.oid = range.rngtypid
left join pg_opclass as opclass on range.rngsubopc = opclass.oid
left join pg_namespace as space_of_class on opclass.opcnamespace = space_of_class.oid
where
    type.oid >= 16384
    and type.typtype in ('e', 'c', 'r', 'b', 'p')
    and (type.typrelid = 0 or class.relkind = 'c')
    -- Not an array's, which comes with its element's.
    and not (
        type.typelem <> 0
        and exists (
            select
            from pg_type as element
            where element.oid = type.typelem and element.typarray = type.oid
        )
    )
