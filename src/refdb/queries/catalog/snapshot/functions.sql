-- Functions, window functions and procedures. What create function says, label by label.
select
    case proc.prokind when 'p' then 'procedure' else 'function' end as kind,
    proc.pronamespace as space,
    quote_ident(proc.proname) as name,
    '(' || oidvectortypes(proc.proargtypes) || ')' as suffix,
    proc.oid as objid,
    quote_ident(pg_get_userbyid(proc.proowner)) as owner,
    pg_get_function_arguments(proc.oid) as arguments,
    pg_get_function_result(proc.oid) as returns,
    language.lanname::text as language,
    case when proc.prosqlbody is null then proc.prosrc end as body,
    case when proc.prosqlbody is not null then pg_get_function_sqlbody(proc.oid) end as sql_body,
    proc.probin as library,
    case when proc.prokind = 'w' then true end as window,
    case proc.provolatile
        when 'i' then 'immutable'
        when 's' then 'stable'
        else 'volatile'
    end as volatility,
    case proc.proparallel
        when 's' then 'safe'
        when 'r' then 'restricted'
        else 'unsafe'
    end as parallel,
    nullif(proc.proisstrict, false) as strict,
    nullif(proc.prosecdef, false) as security_definer,
    nullif(proc.proleakproof, false) as leakproof,
    proc.procost as cost,
    nullif(proc.prorows, 0) as rows,
    nullif(proc.prosupport::text, '-') as support,
    case
        when proc.protrftypes is not null
            then array(select format_type(type, null) from unnest(proc.protrftypes) as type)
    end as transforms,
    proc.proconfig as settings,
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
inner join pg_language as language on proc.prolang = language.oid
where
    proc.prokind <> 'a'
    and proc.oid >= 16384
    -- What comes with a range type.
    and not (
        language.lanname = 'internal'
        and proc.prosrc in (
            'range_constructor2',
            'range_constructor3',
            'multirange_constructor0',
            'multirange_constructor1',
            'multirange_constructor2'
        )
    )
