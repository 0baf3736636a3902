-- purpose: Measured times of the last week, one for each hundred referrals; one in fifty is slow,
--   and three in a thousand failed.
-- table: public.referral_performance_metrics

with
setting as (
    select
        current_setting('sample.seed') as seed,
        greatest(100, current_setting('sample.rows')::bigint / 100) as metrics
),

metric as (
    select
        number,
        md5(setting.seed || ':metric:' || number)::uuid as id,
        '2026-08-25 00:00:00+00'::timestamptz
        + number * 604800 / setting.metrics * '1 second'::interval as created_at
    from setting
    cross join generate_series(0, setting.metrics - 1) as number
),

drawn as (
    select
        metric.id,
        metric.created_at,
        uuid_send(metric.id) as dice
    from metric
    offset 0
)

select
    drawn.id,
    (
        '{student_profile,dashboard,point_calculation,leaderboard_update,bulk_operation,
          campaign_processing}'::text[]
    )[1 + get_byte(drawn.dice, 0) % 6] as query_type,
    case
        when get_byte(drawn.dice, 1) < 5 then 100 + get_byte(drawn.dice, 2) * 2.125
        else 0.250 + get_byte(drawn.dice, 2) * 0.125
    end as execution_time_ms,
    (1 + get_byte(drawn.dice, 3) % 100)::bigint as rows_affected,
    get_byte(drawn.dice, 4) = 0 and get_byte(drawn.dice, 5) < 200 as is_error,
    drawn.created_at
from drawn;
