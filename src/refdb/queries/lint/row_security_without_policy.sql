-- Which tables have row-level security without a policy, or policies that are switched off?
select
    'table' as kind,
    lint_tables.schema,
    lint_tables.name,
    lint_tables.name as relation,
    lint_tables.object,
    case
        when lint_tables.row_security
            then format('%s has row-level security and no policy: nobody sees a row', lint_tables.object)
        else format('%s has policies, and row-level security is not enabled', lint_tables.object)
    end as message,
    case
        when lint_tables.row_security
            then format('Write `create policy … on %s`.', lint_tables.object)
        else format('Write `alter table %s enable row level security;`.', lint_tables.object)
    end as hint
from lint_tables
where lint_tables.row_security is distinct from exists (
    select
    from pg_policy as policy
    where policy.polrelid = lint_tables.oid
)
