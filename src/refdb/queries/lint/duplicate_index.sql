-- Which indexes are like another one, or the beginning of it?
select
    'index' as kind,
    lint_indexes.schema,
    lint_indexes.name,
    lint_indexes.relation,
    lint_indexes.object,
    format('whatever %s finds, %s finds as well', lint_indexes.object, other.object) as message,
    format('Write a migration that drops it: `drop index concurrently %s;`.', lint_indexes.object) as hint
from lint_indexes
inner join lint_indexes as other
    on
        other.table_oid = lint_indexes.table_oid
        and other.oid <> lint_indexes.oid
        and other.method = lint_indexes.method
        and other.predicate is not distinct from lint_indexes.predicate
        and lint_indexes.columns[0:lint_indexes.keys - 1] = other.columns[0:lint_indexes.keys - 1]
        and lint_indexes.classes[0:lint_indexes.keys - 1] = other.classes[0:lint_indexes.keys - 1]
        and lint_indexes.collations[0:lint_indexes.keys - 1]
        = other.collations[0:lint_indexes.keys - 1]
        and lint_indexes.options[0:lint_indexes.keys - 1] = other.options[0:lint_indexes.keys - 1]
where
    not lint_indexes.is_constraint
    and lint_indexes.is_valid
    and other.is_valid
    and lint_indexes.columns <@ other.columns
    and lint_indexes.expressions is not distinct from other.expressions
    and (not lint_indexes.is_unique or (other.is_unique and other.keys = lint_indexes.keys))
    -- A narrow index for a wide one's beginning is a choice; one that has nothing to itself is none.
    and (lint_indexes.keys = other.keys or lint_indexes.keys > 1 or lint_indexes.columns = other.columns)
    -- Of two that are the same the newer one is told.
    and not (
        other.columns = lint_indexes.columns
        and other.is_unique = lint_indexes.is_unique
        and not other.is_constraint
        and other.oid > lint_indexes.oid
    )
