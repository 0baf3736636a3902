-- Procedural languages that no extension brought.
select
    'language' as kind,
    null::oid as space,
    quote_ident(language.lanname) as name,
    null::text as suffix,
    language.oid as objid,
    quote_ident(pg_get_userbyid(language.lanowner)) as owner,
    nullif(language.lanpltrusted, false) as trusted,
    case when language.lanplcallfoid <> 0 then language.lanplcallfoid::regproc::text end as handler,
    case when language.laninline <> 0 then language.laninline::regproc::text end as inline,
    case when language.lanvalidator <> 0 then language.lanvalidator::regproc::text end as validator,
    case
        when language.lanacl is not null
            then
                array[
                    quote_ident(pg_get_userbyid(language.lanowner)),
                    array_to_string(language.lanacl, E'\n'),
                    array_to_string(acldefault('l', language.lanowner), E'\n')
                ]
    end as grants
from pg_language as language
where
    language.oid >= 16384
