create function pg_temp.list_partitions()
returns text[]
language sql
as $$
    select array_agg(partition.relname::text order by partition.relname)
    from pg_inherits as inheritance
    inner join pg_class as partition
        on partition.oid = inheritance.inhrelid
    where
        inheritance.inhparent = 'public.referral_performance_metrics'::regclass
        and partition.relname <> 'referral_performance_metrics_default'
$$;

create function pg_temp.name_days(p_from integer, p_to integer)
returns text[]
language sql
as $$
    select
        array_agg(
            'referral_performance_metrics_'
            || to_char((now() at time zone 'UTC')::date + number, 'YYYYMMDD')
            order by number
        )
    from generate_series(p_from, p_to) as number
$$;

create function pg_temp.enter(p_days_ago integer, p_count integer default 1)
returns void
language sql
as $$
    insert into public.referral_performance_metrics (query_type, execution_time_ms, created_at)
    select
        'dashboard',
        number,
        (date_trunc('day', now() at time zone 'UTC') + interval '12 hours') at time zone 'UTC'
        - p_days_ago * interval '1 day'
    from generate_series(1, p_count) as number
$$;

-- test: Today and the next seven days get a partition each.
select result.added = 8 and result.dropped = 0 and result.moved = 0
from public.maintain_referral_metrics() as result;
select pg_temp.list_partitions() = pg_temp.name_days(0, 7);

-- test: A second run changes nothing.
select result.added = 8 from public.maintain_referral_metrics() as result;
select result.added = 0 and result.dropped = 0 and result.moved = 0
from public.maintain_referral_metrics() as result;
select pg_temp.list_partitions() = pg_temp.name_days(0, 7);

-- test: A metric lands in the partition of its day, in UTC whatever the session's zone is.
set local timezone = 'Pacific/Kiritimati';
select result.added = 8 from public.maintain_referral_metrics() as result;
select pg_temp.enter(0);
select pg_temp.enter(-7);
select
    array_agg(metric.tableoid::regclass::text order by metric.created_at)
    = array[(pg_temp.name_days(0, 0))[1], (pg_temp.name_days(7, 7))[1]]
from public.referral_performance_metrics as metric;

-- test: Rows that came while nobody made partitions are moved to their days, none is lost.
select pg_temp.enter(0, 5);
select pg_temp.enter(2, 7);
select pg_temp.enter(29, 3);
select count(*) = 15 from only public.referral_performance_metrics_default;
select result.added = 10 and result.moved = 15
from public.maintain_referral_metrics() as result;
select count(*) = 0 from only public.referral_performance_metrics_default;
select count(*) = 15 and sum(metric.execution_time_ms) = 15 + 28 + 6
from public.referral_performance_metrics as metric;
select
    pg_temp.list_partitions()
    = pg_temp.name_days(-29, -29) || pg_temp.name_days(-2, -2) || pg_temp.name_days(0, 7);

-- test: A row of a day that is too far ahead stays where it is until its day comes near.
select pg_temp.enter(-9);
select result.added = 8 and result.moved = 0 from public.maintain_referral_metrics() as result;
select count(*) = 1 from only public.referral_performance_metrics_default;
select result.added = 2 and result.moved = 1
from public.maintain_referral_metrics(9) as result;
select count(*) = 0 from only public.referral_performance_metrics_default;

-- test: A partition of 31 days ago is dropped, and one of 30 days ago is kept.
select public.add_referral_metrics_partition(((now() at time zone 'UTC')::date - 31)) = 0;
select public.add_referral_metrics_partition(((now() at time zone 'UTC')::date - 30)) = 0;
select pg_temp.enter(31);
select pg_temp.enter(30);
select result.dropped = 1 from public.maintain_referral_metrics() as result;
select pg_temp.list_partitions() = pg_temp.name_days(-30, -30) || pg_temp.name_days(0, 7);
select count(*) = 1 from public.referral_performance_metrics as metric;

-- test: Rows of the default partition that are too old are deleted.
select pg_temp.enter(31, 2);
select pg_temp.enter(30);
select result.added = 9 and result.moved = 1 from public.maintain_referral_metrics() as result;
select count(*) = 1 from public.referral_performance_metrics as metric;

-- test: A day that has its partition is not made again.
select public.add_referral_metrics_partition('2026-03-01') = 0;
select public.add_referral_metrics_partition('2026-03-01') is null;

-- test: A partition has the table's key, its index of slow rows and its rules.
select result.added = 8 from public.maintain_referral_metrics() as result;
select
    count(*) = 16
    and count(*) filter (where index.indisprimary) = 8
    and count(*) filter (where index.indpred is not null) = 8
from pg_index as index
where index.indrelid::regclass::text = any(pg_temp.list_partitions());
select count(*) = 8 * 3
from pg_constraint as rule
where
    rule.conrelid::regclass::text = any(pg_temp.list_partitions())
    and rule.contype = 'c'
    and rule.coninhcount = 1;

-- test: A slow metric is found in its partition.
select result.added = 8 from public.maintain_referral_metrics() as result;
select pg_temp.enter(0, 120);
select count(*) = 20 and min(slow.execution_time_ms) = 101
from public.referral_performance_metrics as slow
where slow.execution_time_ms > 100;

-- test: A recorded metric is there with its time of day.
select public.record_referral_metric('dashboard', 12.3456, 7);
select public.record_referral_metric('dashboard', 0, null, true);
select
    count(*) = 2
    and bool_and(metric.created_at between now() and clock_timestamp())
    and array_agg(metric.execution_time_ms order by metric.execution_time_ms) = '{0,12.346}'
    and array_agg(metric.is_error order by metric.execution_time_ms) = '{t,f}'
    and sum(metric.rows_affected) = 7
from public.referral_performance_metrics as metric;

-- test: What no metric can be is not recorded, and fails nobody.
select public.record_referral_metric(bad.query_type, bad.execution_time_ms, bad.rows_affected, null)
from (
    values
        ('Dash board', 1::numeric, 1::bigint),
        (null, 1, 1),
        (repeat('x', 51), 1, 1),
        ('dashboard', -1, 1),
        ('dashboard', null, 1),
        ('dashboard', 'NaN', 1),
        ('dashboard', 1e12, 1),
        ('dashboard', 1, -1)
) as bad (query_type, execution_time_ms, rows_affected);
select count(*) = 0 from public.referral_performance_metrics;

-- test: Percentiles are of the window and by query type.
-- 1 to 100 ms, one a second: the 50th, 95th and 99th value; the one at the window's end is not in.
insert into public.referral_performance_metrics (
    query_type,
    execution_time_ms,
    is_error,
    created_at
)
select
    'dashboard',
    number,
    number > 98,
    '2026-03-01 00:00+00'::timestamptz + number * interval '1 second'
from generate_series(1, 101) as number
union all
select
    'student_profile',
    5,
    false,
    '2026-03-01 00:00:30+00'
union all
select
    'student_profile',
    5000,
    false,
    '2026-03-01 00:00:00+00';
select
    string_agg(
        concat_ws(
            ' ',
            percentile.query_type,
            percentile.measurements,
            percentile.errors,
            round(percentile.p50),
            round(percentile.p95),
            round(percentile.p99),
            round(percentile.slowest)
        ),
        ', '
    )
    = 'dashboard 100 2 50 95 99 100, student_profile 1 0 5 5 5 5'
from public.get_referral_percentiles('2026-03-01 00:00:01+00', '2026-03-01 00:01:41+00')
    as percentile;

-- test: An empty window has no percentiles.
select count(*) = 0 from public.get_referral_percentiles(now() - interval '1 hour') as percentile;
