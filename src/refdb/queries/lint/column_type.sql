-- Which columns are json or money?
select
    'column' as kind,
    lint_columns.schema,
    lint_columns.name,
    lint_columns.relation,
    lint_columns.object,
    format('%s is %s', lint_columns.object, lint_columns.type_name) as message,
    case
        when lint_columns.type = 'money'::regtype
            then 'Write numeric: the meaning of money depends on a setting of the session.'
        else 'Write jsonb: json is text, parsed anew each time, without equality or index.'
    end as hint
from lint_columns
where lint_columns.type in ('json'::regtype, 'money'::regtype)
