-- Who depends on whom. Left out: what schema and parent say, row types, toast tables.
select
    classid,
    objid,
    objsubid,
    refclassid,
    refobjid,
    refobjsubid
from pg_depend
where
    objid >= 16384
    and refclassid <> 'pg_namespace'::regclass
    and deptype not in ('e', 'x')
    and not (classid = 'pg_type'::regclass and deptype = 'i')
    and not (classid = 'pg_class'::regclass and deptype = 'i')
