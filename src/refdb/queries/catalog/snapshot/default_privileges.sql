-- Default privileges: for which role's new objects, where, of which kind.
select
    'default privileges' as kind,
    'for role ' || quote_ident(pg_get_userbyid(def.defaclrole))
    || coalesce(' in schema ' || space.name, '')
    || case def.defaclobjtype
        when 'r' then ' on tables'
        when 'S' then ' on sequences'
        when 'f' then ' on functions'
        when 'T' then ' on types'
        when 'n' then ' on schemas'
        else ' on large objects'
    end as identity,
    coalesce(space.name, '') as schema,
    '' as name,
    'schema ' || space.name as parent,
    'pg_default_acl'::regclass::oid as classid,
    def.oid as objid,
    0 as subid
from pg_default_acl as def
left join space on def.defaclnamespace = space.oid
where def.defaclnamespace = 0 or space.oid is not null
