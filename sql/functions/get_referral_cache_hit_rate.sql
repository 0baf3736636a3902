-- purpose: Says which part of the leaderboards came from the cache.

create or replace function public.get_referral_cache_hit_rate(
    p_window interval default interval '15 minutes'
)
returns table (
    hits bigint,
    misses bigint,
    hit_rate numeric,
    since timestamptz
)
language sql
stable
parallel unsafe
called on null input
security invoker
begin atomic
    with counted as (
        select
            coalesce(pg_sequence_last_value('public.referral_leaderboard_hits'::regclass), 0)
                as hits,
            coalesce(pg_sequence_last_value('public.referral_leaderboard_misses'::regclass), 0)
                as misses
    ),
    -- The last sample before the window, or what is nearest to it. A counter that is below its
    -- sample has begun anew since, and counts from 0.
    start as (
        (
            select
                sample.hits,
                sample.misses,
                sample.sampled_at
            from public.referral_cache_samples as sample
            inner join counted
                on
                    counted.hits >= sample.hits
                    and counted.misses >= sample.misses
            where sample.sampled_at <= now() - p_window
            order by sample.sampled_at desc
            limit 1
        )
        union all
        (
            select
                sample.hits,
                sample.misses,
                sample.sampled_at
            from public.referral_cache_samples as sample
            inner join counted
                on
                    counted.hits >= sample.hits
                    and counted.misses >= sample.misses
            where sample.sampled_at > now() - p_window
            order by sample.sampled_at
            limit 1
        )
        order by sampled_at
        limit 1
    )
    select
        counted.hits - coalesce(start.hits, 0) as hits,
        counted.misses - coalesce(start.misses, 0) as misses,
        round(
            100.0 * (counted.hits - coalesce(start.hits, 0))
            / nullif(
                counted.hits - coalesce(start.hits, 0)
                + counted.misses - coalesce(start.misses, 0),
                0
            ),
            2
        ) as hit_rate,
        start.sampled_at as since
    from counted
    left join start on true;
end;

comment on function public.get_referral_cache_hit_rate(interval) is
    'Hits, misses and hits in percent since the last sample before the window (since null: ever).';

revoke all on function public.get_referral_cache_hit_rate(interval) from public;
