-- Foreign servers.
select
    'server' as kind,
    quote_ident(server.srvname) as identity,
    '' as schema,
    quote_ident(server.srvname) as name,
    null as parent,
    'pg_foreign_server'::regclass::oid as classid,
    server.oid as objid,
    0 as subid,
    quote_ident(pg_get_userbyid(server.srvowner)) as owner,
    quote_ident(fdw.fdwname) as wrapper,
    server.srvtype as type,
    server.srvversion as version,
    server.srvoptions as options
from pg_foreign_server as server
inner join pg_foreign_data_wrapper as fdw on server.srvfdw = fdw.oid
where
    not exists (
        select from member
        where member.classid = 'pg_foreign_server'::regclass and member.objid = server.oid
    )
