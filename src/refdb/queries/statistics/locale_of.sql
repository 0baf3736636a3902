-- How a database sorts texts: encoding, provider, locale, letters.
select
    pg_encoding_to_char(encoding)::text,
    case datlocprovider when 'i' then 'icu' when 'b' then 'builtin' else 'libc' end,
    datcollate::text,
    datctype::text
from pg_catalog.pg_database
where datname = %(name)s
