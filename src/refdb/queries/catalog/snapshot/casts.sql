-- Casts that the server did not bring.
select
    'cast' as kind,
    '(' || format_type(conversion.castsource, null) || ' as '
    || format_type(conversion.casttarget, null) || ')' as identity,
    '' as schema,
    '' as name,
    null as parent,
    'pg_cast'::regclass::oid as classid,
    conversion.oid as objid,
    0 as subid,
    case conversion.castmethod
        when 'f' then 'function ' || conversion.castfunc::regprocedure::text
        when 'i' then 'inout'
        else 'without function'
    end as method,
    case conversion.castcontext
        when 'i' then 'implicit'
        when 'a' then 'assignment'
        else 'explicit'
    end as context
from pg_cast as conversion
where
    conversion.oid >= 16384
    and not exists (
        select from member
        where member.classid = 'pg_cast'::regclass and member.objid = conversion.oid
    )
