-- purpose: Sums up how long each kind of query took in a window of time.

create or replace function public.get_referral_percentiles(
    p_since timestamptz,
    p_until timestamptz default now()
)
returns table (
    query_type text,
    measurements bigint,
    errors bigint,
    p50 numeric,
    p95 numeric,
    p99 numeric,
    slowest numeric
)
language sql
stable
parallel safe
called on null input
security invoker
begin atomic
    -- The value of a call that happened, not one between two.
    select
        metric.query_type,
        count(*) as measurements,
        count(*) filter (where metric.is_error) as errors,
        percentile_disc(0.50) within group (order by metric.execution_time_ms) as p50,
        percentile_disc(0.95) within group (order by metric.execution_time_ms) as p95,
        percentile_disc(0.99) within group (order by metric.execution_time_ms) as p99,
        max(metric.execution_time_ms) as slowest
    from public.referral_performance_metrics as metric
    where
        metric.created_at >= p_since
        and metric.created_at < p_until
    group by metric.query_type
    order by metric.query_type;
end;

comment on function public.get_referral_percentiles(timestamptz, timestamptz) is
    'Count, errors and the 50th, 95th and 99th percentile in milliseconds by query type, from'
    ' p_since until before p_until.';

revoke all on function public.get_referral_percentiles(timestamptz, timestamptz) from public;
