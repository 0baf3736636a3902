-- Which columns are times without their zone?
select
    'column' as kind,
    lint_columns.schema,
    lint_columns.name,
    lint_columns.relation,
    lint_columns.object,
    format('%s is %s, which is no moment', lint_columns.object, lint_columns.type_name) as message,
    'Write timestamptz; a date or a time of day has date or time.' as hint
from lint_columns
where
    lint_columns.type in (
        'timestamp without time zone'::regtype, 'time with time zone'::regtype,
        'timestamp without time zone[]'::regtype
    )
