-- Text search parsers.
select
    'text search parser' as kind,
    space.name || '.' || quote_ident(parser.prsname) as identity,
    space.name as schema,
    quote_ident(parser.prsname) as name,
    null as parent,
    'pg_ts_parser'::regclass::oid as classid,
    parser.oid as objid,
    0 as subid,
    parser.prsstart::text as start,
    parser.prstoken::text as gettoken,
    parser.prsend::text as end,
    parser.prslextype::text as lextypes,
    nullif(parser.prsheadline::text, '-') as headline
from pg_ts_parser as parser
inner join space on parser.prsnamespace = space.oid
where
    not exists (
        select from member
        where member.classid = 'pg_ts_parser'::regclass and member.objid = parser.oid
    )
