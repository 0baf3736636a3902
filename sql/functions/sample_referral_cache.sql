-- purpose: Keeps the cache's counters every five minutes, so that a rate has a beginning.
-- volatile: writes the samples

create or replace function public.sample_referral_cache()
returns boolean
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_sampled_at timestamptz;
begin
    -- A run that overlaps its predecessor does nothing, and so does one right after it.
    if not pg_try_advisory_xact_lock(hashtextextended('sample_referral_cache', 0)) then
        return false;
    end if;

    insert into public.referral_cache_samples (
        sampled_at,
        hits,
        misses
    )
    select
        clock_timestamp(),
        counted.hits,
        counted.misses
    from (
        select
            coalesce(pg_sequence_last_value('public.referral_leaderboard_hits'), 0) as hits,
            coalesce(pg_sequence_last_value('public.referral_leaderboard_misses'), 0) as misses
    ) as counted
    where
        not exists (
            select
            from public.referral_cache_samples as earlier
            where earlier.sampled_at > clock_timestamp() - interval '1 minute'
        )
    returning referral_cache_samples.sampled_at into v_sampled_at;

    delete from public.referral_cache_samples as old
    where old.sampled_at < clock_timestamp() - interval '30 days';

    return v_sampled_at is not null;
end;
$$;

comment on function public.sample_referral_cache() is
    'Enters the counters as they are, at most once a minute, and deletes samples older than 30'
    ' days; returns whether it entered them.';

revoke all on function public.sample_referral_cache() from public;
