-- Which names are not snake_case?
with named as (
    select
        'table' as kind,
        lint_relations.schema,
        lint_relations.name,
        lint_relations.name as relation,
        lint_relations.object
    from lint_relations
    union all
    select
        'column',
        lint_columns.schema,
        lint_columns.name,
        lint_columns.relation,
        lint_columns.object
    from lint_columns
    union all
    select
        'function',
        lint_functions.schema,
        lint_functions.name,
        '',
        lint_functions.object
    from lint_functions
    union all
    select
        'index',
        lint_indexes.schema,
        lint_indexes.name,
        lint_indexes.relation,
        lint_indexes.object
    from lint_indexes
)

select
    named.kind,
    named.schema,
    named.name,
    named.relation,
    named.object,
    format('%s is not in snake_case', named.name) as message,
    format('Name it %s.', btrim(
        lower(regexp_replace(regexp_replace(named.name, '([a-z])([A-Z])', '\1_\2', 'g'), '\W+', '_', 'g')),
        '_'
    )) as hint
from named
where named.name !~ '^_?[a-z][a-z0-9]*(_[a-z0-9]+)*$'
