-- Tables and foreign tables.
select
    relation.kind,
    relation.identity,
    relation.schema,
    relation.name,
    null as parent,
    'pg_class'::regclass::oid as classid,
    relation.oid as objid,
    0 as subid,
    quote_ident(pg_get_userbyid(relation.relowner)) as owner,
    case relation.relpersistence when 'u' then 'unlogged' end as persistence,
    nullif(method.amname, 'heap')::text as access_method,
    quote_ident(space_on_disk.spcname) as tablespace,
    case when relation.relkind = 'p' then pg_get_partkeydef(relation.oid) end as partition_by,
    nullif(relation.relrowsecurity, false) as row_security,
    nullif(relation.relforcerowsecurity, false) as force_row_security,
    case relation.relreplident
        when 'f' then 'full'
        when 'n' then 'nothing'
        when 'i' then coalesce('index ' || quote_ident(chosen.relname), 'nothing')
    end as replica_identity,
    nullif(relation.reloftype, 0)::regtype::text as of_type,
    quote_ident(server.srvname) as server,
    remote.ftoptions as options
from relation
left join pg_am as method on relation.relam = method.oid
left join pg_tablespace as space_on_disk on relation.reltablespace = space_on_disk.oid
left join pg_index as identifying
    on
        relation.oid = identifying.indrelid
        and identifying.indisreplident
        and relation.relreplident = 'i'
left join pg_class as chosen on identifying.indexrelid = chosen.oid
left join pg_foreign_table as remote on relation.oid = remote.ftrelid
left join pg_foreign_server as server on remote.ftserver = server.oid
where relation.relkind in ('r', 'p', 'f')
