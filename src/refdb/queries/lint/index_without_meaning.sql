-- Which indexes over expressions have no comment that says what they are for?
select
    'index' as kind,
    lint_indexes.schema,
    lint_indexes.name,
    lint_indexes.relation,
    lint_indexes.object,
    format('%s is over an expression, and nothing says which query asks for it', lint_indexes.object)
        as message,
    format('Write `comment on index %s is ''…'';`.', lint_indexes.object) as hint
from lint_indexes
where
    lint_indexes.expressions is not null
    and obj_description(lint_indexes.oid, 'pg_class') is null
