-- Text search parsers.
select
    'text search parser' as kind,
    parser.prsnamespace as space,
    quote_ident(parser.prsname) as name,
    null::text as suffix,
    parser.oid as objid,
    parser.prsstart::text as start,
    parser.prstoken::text as gettoken,
    parser.prsend::text as end,
    parser.prslextype::text as lextypes,
    nullif(parser.prsheadline::text, '-') as headline
from pg_ts_parser as parser
where parser.oid >= 16384
