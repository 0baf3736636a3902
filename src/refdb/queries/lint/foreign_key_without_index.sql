-- Which foreign keys have no index that begins with their columns?
select
    'constraint' as kind,
    lint_tables.schema,
    key.conname as name,
    lint_tables.name as relation,
    format('%I on %s', key.conname, lint_tables.object) as object,
    format(
        'no index serves %s, so each delete of a row of %s reads all of %s',
        key.conname, key.confrelid::regclass, lint_tables.object
    ) as message,
    format(
        'Write `create index %s_%s_idx on %s (%s);`.',
        lint_tables.name,
        array_to_string(columns.names, '_'),
        lint_tables.object,
        array_to_string(columns.names, ', ')
    ) as hint
from pg_constraint as key
inner join lint_tables
    on lint_tables.oid = key.conrelid
cross join lateral (
    select array_agg(attribute.attname order by place.ordinality) as names
    from unnest(key.conkey) with ordinality as place (number, ordinality)
    inner join pg_attribute as attribute
        on
            attribute.attrelid = key.conrelid
            and attribute.attnum = place.number
) as columns
where
    key.contype = 'f'
    and not exists (
        select
        from pg_index as index
        where
            index.indrelid = key.conrelid
            and index.indisvalid
            and (
                index.indkey[0] = key.conkey[1]
                or (index.indkey::smallint[])[0:cardinality(key.conkey) - 1] @> key.conkey
            )
            and (
                index.indpred is null
                -- Partial over the rows that reference something: all that a delete looks for.
                or pg_get_expr(index.indpred, index.indrelid) = any(
                    select format('(%I IS NOT NULL)', name) from unnest(columns.names) as name
                )
            )
    )
