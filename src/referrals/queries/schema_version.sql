-- Answers a word that is another one as soon as a function of the schema is another one.
select left(md5(string_agg(pg_get_functiondef(function.oid), '' order by function.oid::regprocedure::text)), 12)
from pg_catalog.pg_proc as function
where
    function.pronamespace = 'public'::regnamespace
    and function.prokind = 'f'
    and function.proname ~ 'referral|achievement|ranking|goal'
