-- Transforms of types for languages.
select
    'transform' as kind,
    null::oid as space,
    '' as name,
    'for ' || format_type(transform.trftype, null) || ' language ' || quote_ident(language.lanname) as suffix,
    transform.oid as objid,
    case
        when transform.trffromsql <> 0 then transform.trffromsql::regprocedure::text
    end as from_sql,
    case when transform.trftosql <> 0 then transform.trftosql::regprocedure::text end as to_sql
from pg_transform as transform
inner join pg_language as language on transform.trflang = language.oid
