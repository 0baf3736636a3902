-- Extensions, without what they brought. Who owns them is the server's affair: pg_dump leaves it out too.
select
    'extension' as kind,
    null::oid as space,
    quote_ident(extension.extname) as name,
    null::text as suffix,
    extension.oid as objid,
    extension.extversion as version,
    extension.extnamespace::regnamespace::text as schema
from pg_extension as extension
