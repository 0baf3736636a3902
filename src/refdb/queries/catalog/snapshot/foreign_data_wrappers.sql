-- Foreign data wrappers.
select
    'foreign data wrapper' as kind,
    quote_ident(fdw.fdwname) as identity,
    '' as schema,
    quote_ident(fdw.fdwname) as name,
    null as parent,
    'pg_foreign_data_wrapper'::regclass::oid as classid,
    fdw.oid as objid,
    0 as subid,
    quote_ident(pg_get_userbyid(fdw.fdwowner)) as owner,
    case when fdw.fdwhandler <> 0 then fdw.fdwhandler::regproc::text end as handler,
    case when fdw.fdwvalidator <> 0 then fdw.fdwvalidator::regproc::text end as validator,
    fdw.fdwoptions as options
from pg_foreign_data_wrapper as fdw
where
    not exists (
        select from member
        where member.classid = 'pg_foreign_data_wrapper'::regclass and member.objid = fdw.oid
    )
