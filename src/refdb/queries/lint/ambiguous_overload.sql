-- Which functions can be called in the same way as another one of their name?
select
    'function' as kind,
    lint_functions.schema,
    lint_functions.name,
    '' as relation,
    lint_functions.object,
    format('a call that leaves out defaults may mean %s or %s', lint_functions.object, other.object)
        as message,
    'Drop the old one in the migration that creates the new one, or give it another name.' as hint
from lint_functions
inner join pg_proc as proc
    on proc.oid = lint_functions.oid
inner join lint_functions as other
    on
        other.schema = lint_functions.schema
        and other.name = lint_functions.name
        and other.oid <> lint_functions.oid
inner join pg_proc as beside
    on beside.oid = other.oid
-- How many arguments both calls can have.
cross join lateral (
    select greatest(proc.pronargs - proc.pronargdefaults, beside.pronargs - beside.pronargdefaults)
        as least
) as shared
where
    proc.pronargdefaults > 0
    and shared.least <= least(proc.pronargs, beside.pronargs)
    and (proc.pronargs, proc.oid) > (beside.pronargs, beside.oid)
    and (proc.proargtypes::oid[])[0:shared.least - 1] = (beside.proargtypes::oid[])[0:shared.least - 1]
