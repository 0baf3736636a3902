-- Answers every statement of every PL/pgSQL function, and how often it ran in this session.
select
    format('%I.%I(%s)', n.nspname, p.proname, pg_catalog.pg_get_function_identity_arguments(p.oid)),
    s.stmtid,
    s.parent_stmtid,
    coalesce(s.parent_note, ''),
    coalesce(s.block_num, 0),
    s.lineno,
    s.stmtname,
    coalesce(s.exec_stmts, 0)
from pg_catalog.pg_proc as p
inner join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
inner join pg_catalog.pg_language as l on l.oid = p.prolang
cross join lateral {schema}.plpgsql_profiler_function_statements_tb(p.oid) as s
where
    l.lanname = 'plpgsql'
    and n.nspname not in ('pg_catalog', 'information_schema')
    and n.nspname not like 'pg\_t%'
    and not exists (
        select 1
        from pg_catalog.pg_depend as d
        where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
    )
order by 1, 2
