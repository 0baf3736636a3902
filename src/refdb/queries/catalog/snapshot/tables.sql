-- Tables and foreign tables, without the ledger's that yoyo reads too.
select
    case class.relkind when 'f' then 'foreign table' else 'table' end as kind,
    class.relnamespace as space,
    quote_ident(class.relname) as name,
    null::text as suffix,
    class.oid as objid,
    quote_ident(pg_get_userbyid(class.relowner)) as owner,
    case class.relpersistence when 'u' then 'unlogged' end as persistence,
    nullif(method.amname, 'heap')::text as access_method,
    quote_ident(space_on_disk.spcname) as tablespace,
    case when class.relkind = 'p' then pg_get_partkeydef(class.oid) end as partition_by,
    nullif(class.relrowsecurity, false) as row_security,
    nullif(class.relforcerowsecurity, false) as force_row_security,
    case class.relreplident
        when 'f' then 'full'
        when 'n' then 'nothing'
        when 'i'
            then
                coalesce(
                    (
                        select 'index ' || quote_ident(chosen.relname)
                        from pg_index as index
                        inner join pg_class as chosen on index.indexrelid = chosen.oid
                        where index.indrelid = class.oid and index.indisreplident
                    ),
                    'nothing'
                )
    end as replica_identity,
    nullif(class.reloftype, 0)::regtype::text as of_type,
    quote_ident(server.srvname) as server,
    coalesce(class.reloptions, remote.ftoptions) as options,
    case
        when class.relacl is not null
            then
                array[
                    quote_ident(pg_get_userbyid(class.relowner)),
                    array_to_string(class.relacl, E'\n'),
                    array_to_string(acldefault('r', class.relowner), E'\n')
                ]
    end as grants
from pg_class as class
left join pg_am as method on class.relam = method.oid
left join pg_tablespace as space_on_disk on class.reltablespace = space_on_disk.oid
left join pg_foreign_table as remote on class.oid = remote.ftrelid
left join pg_foreign_server as server on remote.ftserver = server.oid
where
    class.relkind in ('r', 'p', 'f')
    and class.oid >= 16384
    and not (
        class.relnamespace = to_regnamespace('public')
        and class.relname in ('_yoyo_migration', '_yoyo_log', '_yoyo_version', 'yoyo_lock')
    )
