-- Which tables have the column that most policies read, and no row-level security?
with read as (
    select
        attribute.attname as name,
        count(distinct policy.polrelid) as tables
    from pg_policy as policy
    inner join lint_tables
        on lint_tables.oid = policy.polrelid
    inner join pg_depend as uses
        on
            uses.classid = 'pg_policy'::regclass
            and uses.objid = policy.oid
            and uses.refclassid = 'pg_class'::regclass
            and uses.refobjid = policy.polrelid
            and uses.refobjsubid > 0
    inner join pg_attribute as attribute
        on
            attribute.attrelid = uses.refobjid
            and attribute.attnum = uses.refobjsubid
    group by attribute.attname
)

select
    'table' as kind,
    lint_tables.schema,
    lint_tables.name,
    lint_tables.name as relation,
    lint_tables.object,
    format(
        '%s has %s, by which %s other tables are guarded, and no row-level security',
        lint_tables.object, read.name, read.tables
    ) as message,
    format(
        'Write `alter table %s enable row level security;` and a policy on %s.',
        lint_tables.object, read.name
    ) as hint
from lint_tables
inner join lint_columns
    on lint_columns.oid = lint_tables.oid
inner join read
    on
        read.name = lint_columns.name
        and read.tables = (select max(most.tables) from read as most)
where not lint_tables.row_security
