-- What plpgsql_check finds in the functions of the schema public, at its strictest.
select format('%s:%s %s', function.oid::regprocedure, found.lineno, found.message)
from pg_proc as function
inner join pg_language as language
    on
        language.oid = function.prolang
        and language.lanname = 'plpgsql'
left join lateral (
    select
        trigger.tgrelid,
        trigger.tgoldtable,
        trigger.tgnewtable
    from pg_trigger as trigger
    where trigger.tgfoid = function.oid
    limit 1
) as used on true
cross join lateral plpgsql_check_function_tb(
    function.oid,
    case
        when function.prorettype = 'trigger'::regtype
            -- A plain form that an optimized one has replaced is no trigger's any more.
            then coalesce(used.tgrelid, 'public.student_referrals'::regclass)
        else 0
    end,
    fatal_errors => false,
    all_warnings => true,
    oldtable => used.tgoldtable,
    newtable => used.tgnewtable
) as found
where function.pronamespace = 'public'::regnamespace
