-- Extensions, without what they brought. Who owns them is the server's affair: pg_dump leaves it out too.
select
    'extension' as kind,
    quote_ident(extension.extname) as identity,
    '' as schema,
    quote_ident(extension.extname) as name,
    null as parent,
    'pg_extension'::regclass::oid as classid,
    extension.oid as objid,
    0 as subid,
    extension.extversion as version,
    extension.extnamespace::regnamespace::text as schema
from pg_extension as extension
