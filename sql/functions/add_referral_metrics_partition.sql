-- purpose: Gives a day of the metrics its partition, with the rows that came before it.
-- volatile: makes a partition

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
