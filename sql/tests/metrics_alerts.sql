-- A sequence is part of no transaction: what the tests before have counted is still there.
alter sequence public.referral_leaderboard_hits restart;
alter sequence public.referral_leaderboard_misses restart;

create function pg_temp.read_alerts(p_window interval default interval '15 minutes')
returns text
language sql
as $$
    select
        string_agg(
            concat_ws(
                ' ',
                alert.level,
                alert.measure,
                alert.subject,
                trim_scale(alert.value),
                alert.threshold
            ),
            ', '
        )
    from public.get_referral_alerts(p_window) as alert
$$;

create function pg_temp.enter(
    p_query_type text,
    p_execution_time_ms numeric,
    p_count integer default 1,
    p_is_error boolean default false
)
returns void
language sql
as $$
    select public.record_referral_metric(p_query_type, p_execution_time_ms, 1, p_is_error)
    from generate_series(1, p_count)
$$;

-- test: The thresholds are those that were agreed on.
select
    string_agg(
        concat_ws(
            ' ',
            threshold.measure,
            threshold.subject,
            threshold.direction,
            threshold.target,
            threshold.warning,
            threshold.critical,
            threshold.immediate
        ),
        ', '
        order by threshold.measure, threshold.subject
    )
    = 'cache_hit_rate leaderboard below 80, error_rate all above 1, '
    'free_pool_connections all below 2, '
    'response_time bulk_operation above 500 400 500, '
    'response_time campaign_processing above 200 160 200, '
    'response_time dashboard above 3000 2400 3000, '
    'response_time leaderboard_update above 100 80 100, '
    'response_time point_calculation above 50 40 50, '
    'response_time student_profile above 2000 1600 2000'
from public.referral_alert_thresholds as threshold;
select
    bool_and(
        threshold.warning = 0.8 * threshold.target
        and threshold.critical = threshold.target
    )
from public.referral_alert_thresholds as threshold
where threshold.measure = 'response_time';

-- test: Without a measurement there is no alert.
select pg_temp.read_alerts() is null;

-- test: At a level there is none yet, above 80 percent of a target a warning, above it more.
select pg_temp.enter('point_calculation', 40);
select pg_temp.enter('leaderboard_update', 100);
select pg_temp.enter('campaign_processing', 200.001);
select pg_temp.enter('dashboard', 2400);
select pg_temp.enter('student_profile', 1600.5);
select
    pg_temp.read_alerts()
    = 'critical response_time campaign_processing 200.001 200, '
    'warning response_time leaderboard_update 100 80, '
    'warning response_time student_profile 1600.5 1600';

-- test: Of twenty calls the slowest alone is no alert, two are.
select pg_temp.enter('bulk_operation', 10, 19);
select pg_temp.enter('bulk_operation', 9000);
select pg_temp.read_alerts() is null;
select pg_temp.enter('bulk_operation', 9000);
select pg_temp.read_alerts() = 'critical response_time bulk_operation 9000 500';

-- test: What was slow before the window is over.
insert into public.referral_performance_metrics (query_type, execution_time_ms, created_at)
values ('dashboard', 9000, clock_timestamp() - interval '16 minutes');
select pg_temp.read_alerts() is null;
select pg_temp.read_alerts('20 minutes') = 'critical response_time dashboard 9000 3000';

-- test: One error in a hundred calls is none to be called for, more is, at once.
select pg_temp.enter('dashboard', 1, 99);
select pg_temp.enter('student_profile', 1, 1, true);
select pg_temp.read_alerts() is null;
select pg_temp.enter('dashboard', 1, 1, true);
select pg_temp.read_alerts() like 'immediate error_rate all 1.98% 1';

-- test: A cache hit rate below 80 percent is a warning, when there are enough to say so.
select setval('public.referral_leaderboard_hits', 80);
select setval('public.referral_leaderboard_misses', 20);
select pg_temp.read_alerts() is null;
select setval('public.referral_leaderboard_misses', 21);
select pg_temp.read_alerts() = 'warning cache_hit_rate leaderboard 79.21 80';
select setval('public.referral_leaderboard_hits', 1);
select setval('public.referral_leaderboard_misses', 18);
select pg_temp.read_alerts() is null;

-- test: Fewer than two free connections in any pool are critical.
select public.record_referral_pool('web-1', 2);
select public.record_referral_pool('web-2', 9);
select pg_temp.read_alerts() is null;
select public.record_referral_pool('web-2', 1);
select pg_temp.read_alerts() = 'critical free_pool_connections all 1 2';
select public.record_referral_pool('web-2', 3);
select pg_temp.read_alerts() is null;
select count(*) = 2 from public.referral_pool_states;

-- test: A pool that says nothing any more is gone.
select public.record_referral_pool('web-1', 0);
update public.referral_pool_states set reported_at = now() - interval '61 seconds';
select pg_temp.read_alerts() is null;

-- test: A threshold that is switched off, or moved, is heeded.
select pg_temp.enter('dashboard', 2500);
select pg_temp.read_alerts() = 'warning response_time dashboard 2500 2400';
update public.referral_alert_thresholds set critical = 2450 where subject = 'dashboard';
select pg_temp.read_alerts() = 'critical response_time dashboard 2500 2450';
update public.referral_alert_thresholds set is_active = false where subject = 'dashboard';
select pg_temp.read_alerts() is null;

-- test: The gravest comes first.
select pg_temp.enter('dashboard', 2500);
select pg_temp.enter('dashboard', 2500, 1, true);
select public.record_referral_pool('web-1', 0);
select
    pg_temp.read_alerts()
    = 'immediate error_rate all 50 1, critical free_pool_connections all 0 2, '
    'warning response_time dashboard 2500 2400';

-- test: A critical level that is milder than the warning is refused.
-- error: 23514
update public.referral_alert_thresholds set critical = 1 where subject = 'dashboard';
