-- Which tables have no primary key?
select
    'table' as kind,
    lint_tables.schema,
    lint_tables.name,
    lint_tables.name as relation,
    lint_tables.object,
    format('%s has no primary key, so nothing names one of its rows', lint_tables.object) as message,
    format('Write `constraint %s_pkey primary key (…)`.', lint_tables.name) as hint
from lint_tables
where not exists (
    select
    from pg_constraint as key
    where
        key.conrelid = lint_tables.oid
        and key.contype = 'p'
)
