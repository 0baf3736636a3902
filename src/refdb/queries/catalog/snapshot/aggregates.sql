-- Aggregates.
select
    'aggregate' as kind,
    proc.pronamespace as space,
    quote_ident(proc.proname) as name,
    '(' || coalesce(nullif(oidvectortypes(proc.proargtypes), ''), '*') || ')' as suffix,
    proc.oid as objid,
    quote_ident(pg_get_userbyid(proc.proowner)) as owner,
    pg_get_function_arguments(proc.oid) as arguments,
    pg_get_function_result(proc.oid) as returns,
    case agg.aggkind when 'o' then 'ordered set' when 'h' then 'hypothetical' end as form,
    agg.aggtransfn::text as state_function,
    format_type(agg.aggtranstype, null) as state_type,
    nullif(agg.aggtransspace, 0) as state_size,
    nullif(agg.aggfinalfn::text, '-') as final_function,
    nullif(agg.aggfinalextra, false) as final_extra,
    agg.aggfinalmodify::text as final_modify,
    nullif(agg.aggcombinefn::text, '-') as combine_function,
    nullif(agg.aggserialfn::text, '-') as serial_function,
    nullif(agg.aggdeserialfn::text, '-') as deserial_function,
    agg.agginitval as initial,
    nullif(agg.aggmtransfn::text, '-') as moving_function,
    nullif(agg.aggminvtransfn::text, '-') as moving_inverse,
    nullif(format_type(nullif(agg.aggmtranstype, 0), null), '-') as moving_type,
    nullif(agg.aggmtransspace, 0) as moving_size,
    nullif(agg.aggmfinalfn::text, '-') as moving_final,
    nullif(agg.aggmfinalextra, false) as moving_final_extra,
    case when agg.aggmtranstype <> 0 then agg.aggmfinalmodify::text end as moving_final_modify,
    agg.aggminitval as moving_initial,
    case
        when agg.aggsortop <> 0 then agg.aggsortop::regoperator::text
    end as sort_operator,
    case proc.proparallel
        when 's' then 'safe'
        when 'r' then 'restricted'
        else 'unsafe'
    end as parallel,
    case
        when proc.proacl is not null
            then
                array[
                    quote_ident(pg_get_userbyid(proc.proowner)),
                    array_to_string(proc.proacl, E'\n'),
                    array_to_string(acldefault('f', proc.proowner), E'\n')
                ]
    end as grants
from pg_proc as proc
inner join pg_aggregate as agg on proc.oid = agg.aggfnoid
where proc.oid >= 16384
