-- The lines of functions with a statement that was never run, by plpgsql_check's profiler.
select
    function.proname,
    trim(line.source)
from pg_proc as function
inner join pg_language as language
    on
        language.oid = function.prolang
        and language.lanname = 'plpgsql'
cross join lateral plpgsql_profiler_function_tb(function.oid) as line
where
    function.pronamespace = 'public'::regnamespace
    and line.stmt_lineno is not null
    and coalesce(line.exec_stmts, 0) = 0
order by function.proname, line.lineno
