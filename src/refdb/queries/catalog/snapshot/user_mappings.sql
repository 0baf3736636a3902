-- User mappings. The view shows options only to those who may see them.
select
    'user mapping' as kind,
    null::oid as space,
    '' as name,
    'for ' || case mapping.umuser when 0 then 'public' else quote_ident(mapping.usename) end
    || ' server ' || quote_ident(mapping.srvname) as suffix,
    mapping.umid as objid,
    'pg_foreign_server'::regclass::oid as holder_class,
    mapping.srvid as holder,
    0 as holder_sub,
    mapping.umoptions as options
from pg_user_mappings as mapping
