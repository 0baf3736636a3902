-- Transforms of types for languages.
select
    'transform' as kind,
    'for ' || format_type(transform.trftype, null) || ' language ' || quote_ident(language.lanname)
        as identity,
    '' as schema,
    '' as name,
    null as parent,
    'pg_transform'::regclass::oid as classid,
    transform.oid as objid,
    0 as subid,
    case
        when transform.trffromsql <> 0 then transform.trffromsql::regprocedure::text
    end as from_sql,
    case when transform.trftosql <> 0 then transform.trftosql::regprocedure::text end as to_sql
from pg_transform as transform
inner join pg_language as language on transform.trflang = language.oid
where
    not exists (
        select from member
        where member.classid = 'pg_transform'::regclass and member.objid = transform.oid
    )
