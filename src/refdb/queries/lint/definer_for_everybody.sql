-- Which security definer functions may everybody execute?
select
    'function' as kind,
    lint_functions.schema,
    lint_functions.name,
    '' as relation,
    lint_functions.object,
    format('everybody may execute %s, with the rights of its owner', lint_functions.object) as message,
    format('Write `revoke all on %s %s from public;`.', lint_functions.kind, lint_functions.object)
        as hint
from lint_functions
where
    lint_functions.is_definer
    and exists (
        select
        from aclexplode(coalesce(lint_functions.grants, acldefault('f', lint_functions.owner))) as given
        where
            given.grantee = 0
            and given.privilege_type = 'EXECUTE'
    )
