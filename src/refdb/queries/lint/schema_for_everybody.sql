-- In which schemas may everybody create?
select
    'schema' as kind,
    lint_schemas.schema,
    lint_schemas.schema as name,
    '' as relation,
    format('%I', lint_schemas.schema) as object,
    format(
        'everybody may create in the schema %s, and so put a function before the one that is meant',
        lint_schemas.schema
    ) as message,
    format('Write `revoke create on schema %I from public;`.', lint_schemas.schema) as hint
from lint_schemas
cross join lateral aclexplode(
    coalesce(lint_schemas.grants, acldefault('n', lint_schemas.owner))
) as given
where
    given.grantee = 0
    and given.privilege_type = 'CREATE'
