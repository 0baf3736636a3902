-- before:
select 1;
-- apply:
create function public.f(p_a integer default 1, variadic p_rest text[] default '{}')
returns table (a integer, b text)
language plpgsql
stable
parallel safe
called on null input
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return query select p_a, p_rest[1];
end
$$;
comment on function public.f(integer, text[]) is 'Answers what it is given.';
revoke execute on function public.f(integer, text[]) from public;
grant execute on function public.f(integer, text[]) to prove_app;
-- rollback:
-- loses: nothing
drop function public.f(integer, text[]);
-- expect: reversible
