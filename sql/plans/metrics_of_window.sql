-- expect: index referral_performance_metrics_default_pkey
-- forbid: seq scan on referral_performance_metrics_default
-- params: timestamptz, timestamptz
-- with: timestamptz '2026-08-30 10:00+00', timestamptz '2026-08-30 10:15+00'
-- rows: 100k

select
    metric.query_type,
    percentile_disc(0.95) within group (order by metric.execution_time_ms) as p95
from public.referral_performance_metrics as metric
where
    metric.created_at >= $1
    and metric.created_at < $2
group by metric.query_type;
