-- Grants as the catalog writes them, beside those that such an object has by default.
select
    acl.classid,
    acl.objid,
    acl.subid,
    array[
        quote_ident(pg_get_userbyid(acl.owner)),
        array_to_string(acl.items, E'\n'),
        case
            when acl.kind <> '' then array_to_string(acldefault(acl.kind::"char", acl.owner), E'\n')
            else ''
        end
    ] as grants
from (
    select
        'pg_class'::regclass::oid as classid,
        oid as objid,
        0 as subid,
        case relkind when 'S' then 's' else 'r' end as kind,
        relowner as owner,
        relacl as items
    from pg_class
    where relacl is not null and oid >= 16384
    union all
    select 'pg_class'::regclass, col.attrelid, col.attnum, 'c', class.relowner, col.attacl
    from pg_attribute as col
    inner join pg_class as class on col.attrelid = class.oid
    where col.attacl is not null and col.attrelid >= 16384
    union all
    select 'pg_proc'::regclass, oid, 0, 'f', proowner, proacl
    from pg_proc
    where proacl is not null and oid >= 16384
    union all
    select 'pg_type'::regclass, oid, 0, 'T', typowner, typacl
    from pg_type
    where typacl is not null and oid >= 16384
    union all
    select 'pg_namespace'::regclass, oid, 0, 'n', nspowner, nspacl
    from pg_namespace
    where nspacl is not null
    union all
    select 'pg_language'::regclass, oid, 0, 'l', lanowner, lanacl
    from pg_language
    where lanacl is not null
    union all
    select 'pg_foreign_data_wrapper'::regclass, oid, 0, 'F', fdwowner, fdwacl
    from pg_foreign_data_wrapper
    where fdwacl is not null
    union all
    select 'pg_foreign_server'::regclass, oid, 0, 'S', srvowner, srvacl
    from pg_foreign_server
    where srvacl is not null
    union all
    select
        'pg_default_acl'::regclass,
        oid,
        0,
        case
            when defaclnamespace <> 0 then ''
            when defaclobjtype = 'S' then 's'
            else defaclobjtype::text
        end,
        defaclrole,
        defaclacl
    from pg_default_acl
) as acl
