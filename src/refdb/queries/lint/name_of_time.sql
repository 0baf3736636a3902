-- Which moments are not named `…_at`, and which `…_at` is no moment?
select
    'column' as kind,
    lint_columns.schema,
    lint_columns.name,
    lint_columns.relation,
    lint_columns.object,
    case
        when lint_columns.name ~ '_at$'
            then format('%s is named as a moment, and is %s', lint_columns.object, lint_columns.type_name)
        else format('%s is a moment, and its name does not end in _at', lint_columns.object)
    end as message,
    case
        when lint_columns.name ~ '_at$'
            then 'Make it timestamptz, or name it for what it is: `…_date`, `…_time`.'
        else format('Name it %s_at.', regexp_replace(lint_columns.name, '_(time|timestamp|date|on)$', ''))
    end as hint
from lint_columns
where
    (lint_columns.name ~ '_at$') <> (lint_columns.type = 'timestamp with time zone'::regtype)
    -- A period's ends and what is counted from something have names of their own.
    and lint_columns.name !~ '(^|_)(since|until|from|to|after|before)$'
    -- The wrong type is another rule's.
    and lint_columns.type <> 'timestamp without time zone'::regtype
