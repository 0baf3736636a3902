-- Default privileges: for which role's new objects, where, of which kind.
select
    'default privileges' as kind,
    null::oid as space,
    '' as name,
    'for role ' || quote_ident(pg_get_userbyid(def.defaclrole))
    || coalesce(' in schema ' || nullif(def.defaclnamespace, 0)::regnamespace::text, '')
    || case def.defaclobjtype
        when 'r' then ' on tables'
        when 'S' then ' on sequences'
        when 'f' then ' on functions'
        when 'T' then ' on types'
        when 'n' then ' on schemas'
        else ' on large objects'
    end as suffix,
    def.oid as objid,
    'pg_namespace'::regclass::oid as holder_class,
    nullif(def.defaclnamespace, 0) as holder,
    0 as holder_sub,
    array[
        quote_ident(pg_get_userbyid(def.defaclrole)),
        array_to_string(def.defaclacl, E'\n'),
        case
            when def.defaclnamespace <> 0 then '' -- those of a schema are added to those of all
            else
                array_to_string(
                    acldefault(
                        case def.defaclobjtype when 'S' then 's' else def.defaclobjtype end,
                        def.defaclrole
                    ),
                    E'\n'
                )
        end
    ] as grants
from pg_default_acl as def
