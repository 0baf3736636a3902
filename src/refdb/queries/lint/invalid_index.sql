-- Which indexes are invalid: written to by every change, and read by no query?
select
    'index' as kind,
    lint_indexes.schema,
    lint_indexes.name,
    lint_indexes.relation,
    lint_indexes.object,
    format('%s is invalid: every change writes to it, and no query reads it', lint_indexes.object)
        as message,
    'Build it anew; on a partitioned table attach an index of each partition.' as hint
from lint_indexes
where not lint_indexes.is_valid
