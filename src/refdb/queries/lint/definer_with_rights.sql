-- Which security definer functions belong to a superuser, or to a role that logs in?
select
    'function' as kind,
    lint_functions.schema,
    lint_functions.name,
    '' as relation,
    lint_functions.object,
    format(
        '%s runs with the rights of %s, which %s',
        lint_functions.object,
        owner.rolname,
        case when owner.rolsuper then 'is a superuser' else 'can log in' end
    ) as message,
    format(
        'Write `alter %s %s owner to` a role without login that may do no more than it needs.',
        lint_functions.kind, lint_functions.object
    ) as hint
from lint_functions
inner join pg_roles as owner
    on owner.oid = lint_functions.owner
where
    lint_functions.is_definer
    and (owner.rolsuper or owner.rolcanlogin)
