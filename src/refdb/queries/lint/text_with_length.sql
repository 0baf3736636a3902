-- Which columns are text with a length, or padded with blanks?
select
    'column' as kind,
    lint_columns.schema,
    lint_columns.name,
    lint_columns.relation,
    lint_columns.object,
    format('%s is %s', lint_columns.object, lint_columns.type_name) as message,
    'Write text, and a named check for its length: a check is changed without a rewrite.' as hint
from lint_columns
where
    lint_columns.type in (
        'character varying'::regtype, 'character'::regtype,
        'character varying[]'::regtype, 'character[]'::regtype
    )
