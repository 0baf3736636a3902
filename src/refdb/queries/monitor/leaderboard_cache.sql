-- How many leaderboards came from the cache since the sample before the window, and how many were built.
with counted as (
    select
        coalesce(pg_sequence_last_value('public.referral_leaderboard_hits'::regclass), 0) as hits,
        coalesce(pg_sequence_last_value('public.referral_leaderboard_misses'::regclass), 0)
            as misses
),
start as (
    -- A counter that is below its sample has begun anew since.
    select
        sample.hits,
        sample.misses
    from public.referral_cache_samples as sample
    inner join counted
        on
            counted.hits >= sample.hits
            and counted.misses >= sample.misses
    where sample.sampled_at <= clock_timestamp() - make_interval(secs => %(window_s)s)
    order by sample.sampled_at desc
    limit 1
)
select
    (counted.hits - coalesce(start.hits, 0))::float8 as hits,
    (counted.misses - coalesce(start.misses, 0))::float8 as misses
from counted
left join start on true
