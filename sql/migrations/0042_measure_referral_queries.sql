-- why: What queries take is recorded, kept for a month by days, and compared with what was promised.
-- depends: 0041_answer_referral_analytics

-- Made by `refdb make` from the object files.

create or replace function public.add_referral_metrics_partition(p_day date)
returns bigint
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
as $$
declare
    v_name text := 'referral_performance_metrics_' || to_char(p_day, 'YYYYMMDD');
    v_moved bigint;
begin
    if to_regclass(format('public.%I', v_name)) is not null then
        return null;
    end if;

    -- Made apart and attached then: that lets the table's readers go on. Its writers are held up, for
    -- as long as it takes to move the day's rows, of which there are none as a rule: one that has
    -- chosen the default partition before would find there that its row may not be in it any more.
    execute format(
        'create table public.%I ('
        'like public.referral_performance_metrics including defaults including constraints)',
        v_name
    );

    lock table only public.referral_performance_metrics in share row exclusive mode;
    lock table public.referral_performance_metrics_default in access exclusive mode;

    execute format(
        'with moved as ('
        'delete from public.referral_performance_metrics_default as metric'
        ' where metric.created_at >= $1 and metric.created_at < $1 + interval ''1 day'''
        ' returning metric.id, metric.query_type, metric.execution_time_ms, metric.rows_affected,'
        ' metric.created_at, metric.is_error)'
        ' insert into public.%I (id, query_type, execution_time_ms, rows_affected, created_at,'
        ' is_error)'
        ' select moved.id, moved.query_type, moved.execution_time_ms, moved.rows_affected,'
        ' moved.created_at, moved.is_error from moved',
        v_name
    )
    using p_day::timestamptz;
    get diagnostics v_moved = row_count;

    -- The indexes, the primary key among them, come with this.
    execute format(
        'alter table public.referral_performance_metrics attach partition public.%I'
        ' for values from (%L) to (%L)',
        v_name,
        p_day::timestamptz,
        (p_day + 1)::timestamptz
    );

    return v_moved;
end;
$$;

comment on function public.add_referral_metrics_partition(date) is
    'Makes and attaches the partition of a day (UTC), moves its rows there from the default'
    ' partition and returns how many; null when it is there already.';

revoke all on function public.add_referral_metrics_partition(date) from public;

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

create or replace function public.maintain_referral_metrics(
    p_days_ahead integer default 7,
    p_days_kept integer default 30
)
returns table (
    added integer,
    dropped integer,
    moved bigint
)
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
set lock_timeout = '1s'
set timezone = 'UTC'
as $$
declare
    v_today date := current_date;
    v_day date;
    v_partition record;
    v_moved bigint;
begin
    added := 0;
    dropped := 0;
    moved := 0;

    -- A run that overlaps its predecessor does nothing.
    if not pg_try_advisory_xact_lock(hashtextextended('maintain_referral_metrics', 0)) then
        return next;
        return;
    end if;

    begin
        delete from public.referral_performance_metrics_default as metric
        where metric.created_at < v_today - p_days_kept;
    exception
        when lock_not_available then
            null;
    end;

    -- The days to come, and those whose rows came while nobody made partitions.
    for v_day in
        select day.day::date
        from generate_series(
            v_today::timestamp,
            v_today::timestamp + make_interval(days => p_days_ahead),
            interval '1 day'
        ) as day (day)
        union
        select metric.created_at::date
        from public.referral_performance_metrics_default as metric
        where metric.created_at < v_today + p_days_ahead + 1
        order by 1
    loop
        begin
            v_moved := public.add_referral_metrics_partition(v_day);

            if v_moved is not null then
                added := added + 1;
                moved := moved + v_moved;
            end if;
        exception
            when lock_not_available or deadlock_detected then
                exit;
        end;
    end loop;

    for v_partition in
        select partition.relname as name
        from pg_inherits as inheritance
        inner join pg_class as partition
            on partition.oid = inheritance.inhrelid
        where
            inheritance.inhparent = 'public.referral_performance_metrics'::regclass
            and partition.relname ~ '^referral_performance_metrics_[0-9]{8}$'
            and to_date(right(partition.relname, 8), 'YYYYMMDD') < v_today - p_days_kept
        order by partition.relname
    loop
        begin
            execute format('drop table public.%I', v_partition.name);
            dropped := dropped + 1;
        exception
            when lock_not_available or deadlock_detected then
                exit;
        end;
    end loop;

    return next;
end;
$$;

comment on function public.maintain_referral_metrics(integer, integer) is
    'Partitions for today and p_days_ahead days, none older than p_days_kept days; rows of the'
    ' default partition are moved to their day; waits for no lock longer than a second.';

revoke all on function public.maintain_referral_metrics(integer, integer) from public;

create or replace function public.record_referral_metric(
    p_query_type text,
    p_execution_time_ms numeric,
    p_rows_affected bigint default null,
    p_is_error boolean default false
)
returns void
language sql
volatile
parallel unsafe
called on null input
security invoker
begin atomic
    insert into public.referral_performance_metrics (
        query_type,
        execution_time_ms,
        rows_affected,
        is_error
    )
    select
        p_query_type,
        p_execution_time_ms,
        p_rows_affected,
        coalesce(p_is_error, false)
    where
        p_query_type ~ '^[a-z][a-z0-9_]*$'
        and char_length(p_query_type) <= 50
        and p_execution_time_ms >= 0
        and p_execution_time_ms < 1000000000
        and (p_rows_affected is null or p_rows_affected >= 0);
end;

comment on function public.record_referral_metric(text, numeric, bigint, boolean) is
    'Enters a duration in milliseconds, with the rows and whether it failed; nothing for a query'
    ' type that is no snake_case word, or a number below 0.';

revoke all on function public.record_referral_metric(text, numeric, bigint, boolean) from public;
grant execute on function public.record_referral_metric(text, numeric, bigint, boolean)
    to referral_app, referral_admin;

create or replace function public.record_referral_pool(
    p_pool_name text,
    p_free_connections integer
)
returns void
language sql
volatile
parallel unsafe
called on null input
security invoker
begin atomic
    insert into public.referral_pool_states as state (
        pool_name,
        free_connections,
        reported_at
    )
    values (
        p_pool_name,
        p_free_connections,
        clock_timestamp()
    )
    on conflict (pool_name) do update
    set
        free_connections = p_free_connections,
        reported_at = clock_timestamp();
end;

comment on function public.record_referral_pool(text, integer) is
    'Enters how many connections the pool could hand out at once, in place of what it said before.';

revoke all on function public.record_referral_pool(text, integer) from public;
grant execute on function public.record_referral_pool(text, integer)
    to referral_app, referral_admin;

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
