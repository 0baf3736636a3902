-- Which primary keys are counted in a type that runs out?
select
    'column' as kind,
    lint_columns.schema,
    lint_columns.name,
    lint_columns.relation,
    lint_columns.object,
    format('%s counts rows in %s, which ends at %s', lint_columns.object, lint_columns.type_name,
        case when lint_columns.type = 'smallint'::regtype then '32,767' else '2,147,483,647' end)
        as message,
    'Write bigint or uuid: changing it later rewrites the table and all that references it.' as hint
from lint_columns
inner join pg_constraint as key
    on
        key.conrelid = lint_columns.oid
        and key.contype = 'p'
        and key.conkey = array[lint_columns.number]
where
    lint_columns.type in ('smallint'::regtype, 'integer'::regtype)
    and (
        lint_columns.identity <> ''
        or pg_get_serial_sequence(lint_columns.oid::regclass::text, lint_columns.name) is not null
    )
