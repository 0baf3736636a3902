-- Conversions between encodings.
select
    'conversion' as kind,
    space.name || '.' || quote_ident(conversion.conname) as identity,
    space.name as schema,
    quote_ident(conversion.conname) as name,
    null as parent,
    'pg_conversion'::regclass::oid as classid,
    conversion.oid as objid,
    0 as subid,
    quote_ident(pg_get_userbyid(conversion.conowner)) as owner,
    pg_encoding_to_char(conversion.conforencoding)::text as source,
    pg_encoding_to_char(conversion.contoencoding)::text as target,
    conversion.conproc::text as function,
    nullif(conversion.condefault, false) as default
from pg_conversion as conversion
inner join space on conversion.connamespace = space.oid
where
    not exists (
        select from member
        where member.classid = 'pg_conversion'::regclass and member.objid = conversion.oid
    )
