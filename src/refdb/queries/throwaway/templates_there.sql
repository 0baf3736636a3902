-- Answers this role's databases that are templates: the name, the comment that tells when it was used
-- last, which one that is not whole does not have, and the bytes; the last used first.
select d.datname::text, c.told, pg_catalog.pg_database_size(d.oid)
from pg_catalog.pg_database as d
cross join lateral (
    select pg_catalog.shobj_description(d.oid, 'pg_database') as told
) as c
where d.datname ~ %s
    and pg_catalog.pg_has_role(d.datdba, 'usage')
    and (c.told is null or c.told ^@ %s)
order by c.told desc nulls last;
