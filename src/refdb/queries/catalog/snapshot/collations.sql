-- Collations, without the version that the machine's library has.
select
    'collation' as kind,
    coll.collnamespace as space,
    quote_ident(coll.collname) as name,
    null::text as suffix,
    coll.oid as objid,
    quote_ident(pg_get_userbyid(coll.collowner)) as owner,
    case coll.collprovider
        when 'c' then 'libc'
        when 'i' then 'icu'
        when 'b' then 'builtin'
        else 'default'
    end as provider,
    case when not coll.collisdeterministic then true end as nondeterministic,
    coll.collcollate as lc_collate,
    coll.collctype as lc_ctype,
    coalesce(coll.colllocale, coll.colliculocale) as locale,
    coll.collicurules as rules
-- Names that a version does not have mean the ones outside the subquery: the locale is
-- colliculocale until 16 and colllocale from 17, rules came with 16.
from (
    select
        null::text as colllocale,
        null::text as colliculocale,
        null::text as collicurules
) as other_versions
cross join lateral (
    select
        oid,
        collname,
        collnamespace,
        collowner,
        collprovider,
        collisdeterministic,
        collcollate::text as collcollate,
        collctype::text as collctype,
        colllocale,
        colliculocale,
        collicurules
    from pg_collation
) as coll
where coll.oid >= 16384
