-- purpose: Ends the life of organizations' cached leaderboards after a change.
-- volatile: writes the cache

-- Expired, not deleted: while one session rebuilds a leaderboard the others are served the old one.
create or replace function public.expire_referral_leaderboards(p_organization_ids uuid[])
returns void
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
begin
    update public.referral_leaderboard_cache as cache
    set expires_at = greatest(clock_timestamp(), cache.created_at + interval '1 microsecond')
    from (
        select
            fresh.organization_id,
            fresh.cache_key
        from public.referral_leaderboard_cache as fresh
        where
            fresh.organization_id = any(p_organization_ids)
            and fresh.expires_at > clock_timestamp()
        order by
            fresh.organization_id,
            fresh.cache_key
        for no key update
    ) as fresh
    where
        cache.organization_id = fresh.organization_id
        and cache.cache_key = fresh.cache_key;
end;
$$;

comment on function public.expire_referral_leaderboards(uuid[]) is
    'Makes the next reader of each leaderboard rebuild it; other organizations'' are left alone.';

revoke all on function public.expire_referral_leaderboards(uuid[]) from public;
grant execute on function public.expire_referral_leaderboards(uuid[])
    to referral_app, referral_admin;
