-- Which trigger functions does no trigger run, so that nothing tells which rows they are for?
select
    lint_functions.schema,
    lint_functions.name,
    lint_functions.object
from lint_functions
inner join pg_proc as proc
    on proc.oid = lint_functions.oid
where
    proc.prorettype = 'trigger'::regtype
    and proc.proname = any(%(wanted)s::text[])
    and proc.proname <> all(%(functions)s::text[])
    and not exists (
        select
        from pg_trigger as trigger
        where trigger.tgfoid = proc.oid
    )
