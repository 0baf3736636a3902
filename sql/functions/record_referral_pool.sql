-- purpose: Takes down what a pool of the application says about itself.
-- volatile: writes the pool states

create or replace function public.record_referral_pool(
    p_pool_name text,
    p_free_connections integer
)
returns void
language sql
volatile
parallel unsafe
called on null input
security invoker
begin atomic
    insert into public.referral_pool_states as state (
        pool_name,
        free_connections,
        reported_at
    )
    values (
        p_pool_name,
        p_free_connections,
        clock_timestamp()
    )
    on conflict (pool_name) do update
    set
        free_connections = p_free_connections,
        reported_at = clock_timestamp();
end;

comment on function public.record_referral_pool(text, integer) is
    'Enters how many connections the pool could hand out at once, in place of what it said before.';

revoke all on function public.record_referral_pool(text, integer) from public;
grant execute on function public.record_referral_pool(text, integer)
    to referral_app, referral_admin;
