-- User mappings. The view shows options only to those who may see them.
select
    'user mapping' as kind,
    'for ' || case mapping.umuser when 0 then 'public' else quote_ident(mapping.usename) end
    || ' server ' || quote_ident(mapping.srvname) as identity,
    '' as schema,
    '' as name,
    'server ' || quote_ident(mapping.srvname) as parent,
    'pg_user_mapping'::regclass::oid as classid,
    mapping.umid as objid,
    0 as subid,
    mapping.umoptions as options
from pg_user_mappings as mapping
