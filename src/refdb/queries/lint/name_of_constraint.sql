-- Which constraints do not end as Postgres names their kind?
select
    'constraint' as kind,
    lint_tables.schema,
    rule.conname as name,
    lint_tables.name as relation,
    format('%I on %s', rule.conname, lint_tables.object) as object,
    format('%s does not begin with its table and end in %s', rule.conname, ending.suffix) as message,
    format('Write `alter table … rename constraint %I to %s_…%s;`.', rule.conname, lint_tables.name,
        ending.suffix) as hint
from pg_constraint as rule
inner join lint_tables
    on lint_tables.oid = rule.conrelid
inner join (
    values
        ('p', '_pkey'),
        ('u', '_key'),
        ('f', '_fkey'),
        ('c', '_check'),
        ('x', '_excl')
) as ending (kind, suffix)
    on ending.kind = rule.contype
where
    right(rule.conname, length(ending.suffix)) <> ending.suffix
    or not starts_with(rule.conname, lint_tables.name || '_') and length(rule.conname) < 50
