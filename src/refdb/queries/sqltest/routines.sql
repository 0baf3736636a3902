-- Answers every function that is no extension's: with its arguments, its name, its language and
-- its body.
select
    format('%I.%I(%s)', n.nspname, p.proname, pg_catalog.pg_get_function_identity_arguments(p.oid)),
    n.nspname || '.' || p.proname,
    l.lanname,
    p.prosrc
from pg_catalog.pg_proc as p
inner join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
inner join pg_catalog.pg_language as l on l.oid = p.prolang
where
    n.nspname not in ('pg_catalog', 'information_schema')
    and n.nspname not like 'pg\_t%'
    and not exists (
        select 1
        from pg_catalog.pg_depend as d
        where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
    )
order by 1
