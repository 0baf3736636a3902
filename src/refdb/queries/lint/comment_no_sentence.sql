-- Which comments are no sentence with a full stop?
select
    'comment' as kind,
    lint_relations.schema,
    lint_relations.name,
    lint_relations.name as relation,
    lint_relations.object || coalesce('.' || quote_ident(attribute.attname), '') as object,
    format('the comment ends without a full stop: %s', right(noted.description, 60)) as message,
    'Write one sentence, with a full stop.' as hint
from pg_description as noted
inner join lint_relations
    on
        lint_relations.oid = noted.objoid
        and noted.classoid = 'pg_class'::regclass
left join pg_attribute as attribute
    on
        attribute.attrelid = noted.objoid
        and attribute.attnum = noted.objsubid
        and noted.objsubid > 0
where noted.description !~ '[.?!)]\s*$'
union all
select
    'comment',
    lint_functions.schema,
    lint_functions.name,
    '',
    lint_functions.object,
    format('the comment ends without a full stop: %s', right(noted.description, 60)),
    'Write one sentence, with a full stop.'
from pg_description as noted
inner join lint_functions
    on
        lint_functions.oid = noted.objoid
        and noted.classoid = 'pg_proc'::regclass
where noted.description !~ '[.?!)]\s*$'
