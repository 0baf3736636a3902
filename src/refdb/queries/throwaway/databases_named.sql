-- Answers this role's databases that were made for throwaways from here, whose name has this form:
-- those that are marked, and those whose maker was killed before it could mark them.
select d.datname
from pg_catalog.pg_database as d
where d.datname ~ %s
    and pg_catalog.pg_has_role(d.datdba, 'usage')
    and (
        pg_catalog.shobj_description(d.oid, 'pg_database') = %s
        or (
            pg_catalog.shobj_description(d.oid, 'pg_database') is null
            and d.datconnlimit = 0
        )
    )
order by d.datname;
