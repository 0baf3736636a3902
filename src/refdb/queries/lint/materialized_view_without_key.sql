-- Which materialized views have no unique index over all rows?
select
    'view' as kind,
    lint_relations.schema,
    lint_relations.name,
    lint_relations.name as relation,
    lint_relations.object,
    format('%s cannot be refreshed concurrently: it has no unique index', lint_relations.object)
        as message,
    format('Write `create unique index … on %s (…);`.', lint_relations.object) as hint
from lint_relations
where
    lint_relations.kind = 'm'
    and not exists (
        select
        from lint_indexes
        where
            lint_indexes.table_oid = lint_relations.oid
            and lint_indexes.is_unique
            and lint_indexes.predicate is null
            and lint_indexes.expressions is null
    )
