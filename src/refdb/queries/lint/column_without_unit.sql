-- Which columns of numbers say neither in their name nor in a comment what they count?
select
    'column' as kind,
    lint_columns.schema,
    lint_columns.name,
    lint_columns.relation,
    lint_columns.object,
    format('%s does not say in what its number counts, and has no comment', lint_columns.object)
        as message,
    format('Write `comment on column %s is ''…'';` with unit and range.', lint_columns.object) as hint
from lint_columns
where
    lint_columns.type in (
        'smallint'::regtype,
        'integer'::regtype,
        'bigint'::regtype,
        'numeric'::regtype,
        'real'::regtype,
        'double precision'::regtype
    )
    and lint_columns.identity = ''
    and lint_columns.name !~ ('(^|_)(id|ids|number|count|total|year|month|day|hour|minute|seconds|ms'
        '|milliseconds|minutes|hours|days|weeks|months|years|percent|bytes|kb|mb|gb|meters|km|grams|kg'
        '|cents|points|coins|rows|attempts|level|rank|position|version|referrals|students)(_|$)')
    -- A plural noun counts itself.
    and lint_columns.name !~ '[^s]s$'
    and col_description(lint_columns.oid, lint_columns.number) is null
