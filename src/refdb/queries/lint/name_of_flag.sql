-- Which columns of true and false are not named `is_…` or `has_…`?
select
    'column' as kind,
    lint_columns.schema,
    lint_columns.name,
    lint_columns.relation,
    lint_columns.object,
    format('%s does not read as a question: is it, or has it?', lint_columns.object) as message,
    format('Name it is_%s or has_%s.', lint_columns.name, lint_columns.name) as hint
from lint_columns
where
    lint_columns.type = 'boolean'::regtype
    and lint_columns.name !~ '^(is|has)_'
