-- Which indexes are not named by their table and columns?
select
    'index' as kind,
    lint_indexes.schema,
    lint_indexes.name,
    lint_indexes.relation,
    lint_indexes.object,
    format('%s does not say its table and columns', lint_indexes.name) as message,
    format('Name it %s_%s%s_idx.', lint_indexes.relation, columns.names,
        case when lint_indexes.predicate is not null then '_where_<word>' end) as hint
from lint_indexes
cross join lateral (
    select coalesce(string_agg(attribute.attname, '_' order by place.ordinality), '<words>') as names
    from unnest(lint_indexes.columns[0:lint_indexes.keys - 1])
        with ordinality as place (number, ordinality)
    inner join pg_attribute as attribute
        on
            attribute.attrelid = lint_indexes.table_oid
            and attribute.attnum = place.number
            and place.number > 0
) as columns
where
    not lint_indexes.is_constraint
    and not (
        starts_with(lint_indexes.name, lint_indexes.relation || '_')
        and lint_indexes.name ~ '_idx$'
        and (lint_indexes.predicate is null or lint_indexes.name ~ '_where_.+_idx$')
    )
    -- No room for the whole of it.
    and length(lint_indexes.name) < 50
