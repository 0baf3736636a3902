-- Foreign servers.
select
    'server' as kind,
    null::oid as space,
    quote_ident(server.srvname) as name,
    null::text as suffix,
    server.oid as objid,
    quote_ident(pg_get_userbyid(server.srvowner)) as owner,
    quote_ident(fdw.fdwname) as wrapper,
    server.srvtype as type,
    server.srvversion as version,
    server.srvoptions as options,
    case
        when server.srvacl is not null
            then
                array[
                    quote_ident(pg_get_userbyid(server.srvowner)),
                    array_to_string(server.srvacl, E'\n'),
                    array_to_string(acldefault('S', server.srvowner), E'\n')
                ]
    end as grants
from pg_foreign_server as server
inner join pg_foreign_data_wrapper as fdw on server.srvfdw = fdw.oid
