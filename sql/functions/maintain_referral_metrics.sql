-- purpose: Makes the coming days' partitions of the metrics, and drops those of 30 days ago.
-- volatile: makes and drops partitions
-- requires: add_referral_metrics_partition

-- Whatever is in the way is left for the next run: a lock that is not to be had in a second is not
-- queued for, because every measurement would queue behind it. Days are those of UTC.
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
