-- Foreign data wrappers.
select
    'foreign data wrapper' as kind,
    null::oid as space,
    quote_ident(fdw.fdwname) as name,
    null::text as suffix,
    fdw.oid as objid,
    quote_ident(pg_get_userbyid(fdw.fdwowner)) as owner,
    case when fdw.fdwhandler <> 0 then fdw.fdwhandler::regproc::text end as handler,
    case when fdw.fdwvalidator <> 0 then fdw.fdwvalidator::regproc::text end as validator,
    fdw.fdwoptions as options,
    case
        when fdw.fdwacl is not null
            then
                array[
                    quote_ident(pg_get_userbyid(fdw.fdwowner)),
                    array_to_string(fdw.fdwacl, E'\n'),
                    array_to_string(acldefault('F', fdw.fdwowner), E'\n')
                ]
    end as grants
from pg_foreign_data_wrapper as fdw
