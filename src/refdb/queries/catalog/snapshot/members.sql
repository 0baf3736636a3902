-- What extensions brought: nobody's entries, and where somebody depends on it, the extension's.
select
    classid as catalog,
    objid,
    refobjid as extension
from pg_depend
where refclassid = 'pg_extension'::regclass and deptype = 'e'
