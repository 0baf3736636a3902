-- Conversions between encodings.
select
    'conversion' as kind,
    conversion.connamespace as space,
    quote_ident(conversion.conname) as name,
    null::text as suffix,
    conversion.oid as objid,
    quote_ident(pg_get_userbyid(conversion.conowner)) as owner,
    pg_encoding_to_char(conversion.conforencoding)::text as source,
    pg_encoding_to_char(conversion.contoencoding)::text as target,
    conversion.conproc::text as function,
    nullif(conversion.condefault, false) as default
from pg_conversion as conversion
where conversion.oid >= 16384
