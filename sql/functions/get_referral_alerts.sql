-- purpose: Says which measured values are over their threshold now.
-- requires: get_referral_percentiles, get_referral_cache_hit_rate

create or replace function public.get_referral_alerts(
    p_window interval default interval '15 minutes'
)
returns table (
    level text,
    measure text,
    subject text,
    value numeric,
    threshold numeric,
    unit text,
    measurements bigint
)
language sql
stable
parallel unsafe
called on null input
security invoker
begin atomic
    with timed as (
        select
            percentile.query_type,
            percentile.measurements,
            percentile.errors,
            percentile.p95
        from public.get_referral_percentiles(
            clock_timestamp() - p_window,
            clock_timestamp() + interval '1 second'
        ) as percentile
    ),
    measured as (
        select
            'response_time' as measure,
            timed.query_type as subject,
            timed.p95 as value,
            timed.measurements
        from timed
        union all
        select
            'error_rate' as measure,
            'all' as subject,
            100.0 * sum(timed.errors) / nullif(sum(timed.measurements), 0) as value,
            coalesce(sum(timed.measurements), 0)::bigint as measurements
        from timed
        union all
        select
            'cache_hit_rate' as measure,
            'leaderboard' as subject,
            cache.hit_rate as value,
            cache.hits + cache.misses as measurements
        from public.get_referral_cache_hit_rate(p_window) as cache
        union all
        -- The pool that has the fewest. One that says nothing for a minute is gone.
        select
            'free_pool_connections' as measure,
            'all' as subject,
            min(pool.free_connections) as value,
            count(*) as measurements
        from public.referral_pool_states as pool
        where pool.reported_at > clock_timestamp() - interval '1 minute'
    )
    select
        breached.level,
        threshold.measure,
        threshold.subject,
        round(measured.value, 3) as value,
        breached.threshold,
        threshold.unit,
        measured.measurements
    from public.referral_alert_thresholds as threshold
    inner join measured
        on
            measured.measure = threshold.measure
            and measured.subject = threshold.subject
    cross join lateral (
        -- The gravest of the levels that are passed.
        select
            level.level,
            level.threshold,
            level.gravity
        from (
            values
                ('immediate', threshold.immediate, 1),
                ('critical', threshold.critical, 2),
                ('warning', threshold.warning, 3)
        ) as level (level, threshold, gravity)
        where
            case threshold.direction
                when 'above' then measured.value > level.threshold
                else measured.value < level.threshold
            end
        order by level.gravity
        limit 1
    ) as breached
    where
        threshold.is_active
        and measured.measurements >= threshold.minimum_measurements
    order by
        breached.gravity,
        threshold.measure,
        threshold.subject;
end;

comment on function public.get_referral_alerts(interval) is
    'What is over its threshold now, the gravest first, a row each with its highest level; response'
    ' times by their 95th percentile in the window.';

revoke all on function public.get_referral_alerts(interval) from public;
