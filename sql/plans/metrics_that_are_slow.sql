-- expect: index referral_performance_metrics_default_created_at_where_slow_idx
-- forbid: seq scan on referral_performance_metrics_default
-- params: timestamptz
-- rows: 100k

select
    metric.query_type,
    metric.execution_time_ms,
    metric.created_at
from public.referral_performance_metrics as metric
where
    metric.execution_time_ms > 100
    and metric.created_at >= $1
order by metric.created_at desc
limit 50;
