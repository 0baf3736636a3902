-- What does plpgsql_check find in functions, at its strictest; each with the relation of its trigger?
select
    lint_functions.schema,
    lint_functions.name,
    lint_functions.object,
    found.level,
    found.lineno as line,
    found.query,
    found.position,
    found.sqlstate,
    found.message,
    found.detail,
    found.hint
from lint_functions
inner join pg_proc as proc
    on proc.oid = lint_functions.oid
inner join pg_language as language
    on
        language.oid = proc.prolang
        and language.lanname = 'plpgsql'
left join lateral (
    select
        trigger.tgrelid as relation,
        trigger.tgoldtable as old_rows,
        trigger.tgnewtable as new_rows
    from pg_trigger as trigger
    where
        trigger.tgfoid = proc.oid
        and trigger.tgparentid = 0
    union
    -- A function that a file's trigger runs, and none of the database any more.
    select
        to_regclass(known.relation),
        null::name,
        null::name
    from unnest(%(functions)s::text[], %(relations)s::text[]) as known (name, relation)
    where
        known.name = proc.proname
        and not exists (
            select
            from pg_trigger as trigger
            where trigger.tgfoid = proc.oid
        )
) as used on proc.prorettype = 'trigger'::regtype
cross join lateral plpgsql_check_function_tb(
    proc.oid,
    coalesce(used.relation, 0),
    fatal_errors => false,
    all_warnings => true,
    oldtable => used.old_rows,
    newtable => used.new_rows
) as found
where
    proc.proname = any(%(wanted)s::text[])
    and (proc.prorettype <> 'trigger'::regtype or used.relation is not null)
