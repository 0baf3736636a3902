-- Response times of the last while by query type, in milliseconds, and how many failed; of the latest 10,000 where there are more.
with latest as (
    select
        metric.query_type,
        metric.execution_time_ms::float8 as ms,
        metric.is_error
    from public.referral_performance_metrics as metric
    where
        metric.created_at >= now() - make_interval(secs => %(window_s)s)
    order by metric.created_at desc
    limit 10000
)
select
    latest.query_type,
    count(*) as measurements,
    count(*) filter (where latest.is_error) as errors,
    percentile_disc(0.50) within group (order by latest.ms) as p50,
    percentile_disc(0.95) within group (order by latest.ms) as p95,
    percentile_disc(0.99) within group (order by latest.ms) as p99
from latest
group by latest.query_type
order by latest.query_type
