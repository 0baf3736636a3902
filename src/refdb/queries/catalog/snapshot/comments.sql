-- Comments, on people's objects and on schema public, which the server brought with one.
select
    classoid as catalog,
    objoid as objid,
    objsubid as subid,
    description as comment
from pg_description
where objoid >= 16384 or classoid = 'pg_namespace'::regclass
