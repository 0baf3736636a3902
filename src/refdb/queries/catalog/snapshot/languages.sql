-- Procedural languages that no extension brought.
select
    'language' as kind,
    quote_ident(language.lanname) as identity,
    '' as schema,
    quote_ident(language.lanname) as name,
    null as parent,
    'pg_language'::regclass::oid as classid,
    language.oid as objid,
    0 as subid,
    quote_ident(pg_get_userbyid(language.lanowner)) as owner,
    nullif(language.lanpltrusted, false) as trusted,
    case when language.lanplcallfoid <> 0 then language.lanplcallfoid::regproc::text end as handler,
    case when language.laninline <> 0 then language.laninline::regproc::text end as inline,
    case when language.lanvalidator <> 0 then language.lanvalidator::regproc::text end as validator
from pg_language as language
where
    language.oid >= 16384
    and not exists (
        select from member
        where member.classid = 'pg_language'::regclass and member.objid = language.oid
    )
