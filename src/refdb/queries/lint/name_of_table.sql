-- Which tables are no plural?
select
    'table' as kind,
    lint_tables.schema,
    lint_tables.name,
    lint_tables.name as relation,
    lint_tables.object,
    format('%s is no plural: a table is named by its rows', lint_tables.name) as message,
    format('Name it %s.', case
        when lint_tables.name ~ '[^aeiou]y$' then regexp_replace(lint_tables.name, 'y$', 'ies')
        when lint_tables.name ~ '(s|x|z|ch|sh)$' then lint_tables.name || 'es'
        else lint_tables.name || 's'
    end) as hint
from lint_tables
where
    lint_tables.name !~ '(s|people|children|men|data|media|series|cache|history|outbox|staff|feet|teeth|mice)$'
    or lint_tables.name ~ '(ss|us|is)$'
