-- Casts that the server did not bring.
select
    'cast' as kind,
    null::oid as space,
    '' as name,
    format(
        '(%s as %s)',
        format_type(conversion.castsource, null),
        format_type(conversion.casttarget, null)
    ) as suffix,
    conversion.oid as objid,
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
left join pg_proc as proc on conversion.castfunc = proc.oid
where
    conversion.oid >= 16384
    -- What comes with a range type.
    and proc.prosrc is distinct from 'multirange_constructor1'
