-- purpose: Deletes the cached leaderboards whose time is over.
-- volatile: writes the cache

create or replace function public.clean_referral_leaderboard_cache()
returns integer
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_deleted integer;
begin
    -- Rows that a rebuild or another clean-up holds are left to it.
    with expired as (
        select
            cache.organization_id,
            cache.cache_key
        from public.referral_leaderboard_cache as cache
        where cache.expires_at <= now()
        for update skip locked
    )
    delete from public.referral_leaderboard_cache as cache
    using expired
    where
        cache.organization_id = expired.organization_id
        and cache.cache_key = expired.cache_key;

    get diagnostics v_deleted = row_count;
    return v_deleted;
end;
$$;

comment on function public.clean_referral_leaderboard_cache() is
    'Deletes expired rows of the leaderboard cache, waiting for nobody; returns how many.';

revoke all on function public.clean_referral_leaderboard_cache() from public;
