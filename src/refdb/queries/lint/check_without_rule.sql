-- Which check constraints say neither in their name nor in a comment what the rule is?
select
    'constraint' as kind,
    lint_tables.schema,
    rule.conname as name,
    lint_tables.name as relation,
    format('%I on %s', rule.conname, lint_tables.object) as object,
    format('%s does not say its rule: whoever breaks it sees this name alone', rule.conname) as message,
    format(
        'Name it as a sentence, such as %s_ends_after_it_begins_check, or comment on it.',
        lint_tables.name
    ) as hint
from pg_constraint as rule
inner join lint_tables
    on lint_tables.oid = rule.conrelid
where
    rule.contype = 'c'
    and obj_description(rule.oid, 'pg_constraint') is null
    and regexp_replace(rule.conname, '_check[0-9]*$', '') in (
        select lint_tables.name
        union all
        select lint_tables.name || '_' || lint_columns.name
        from lint_columns
        where lint_columns.oid = lint_tables.oid
    )
