-- purpose: Refreshes mv_referral_analytics when referrals have changed, or six hours have passed.
-- volatile: refreshes a materialized view

-- Whether something changed is asked of the statistics that Postgres keeps of every table: it
-- costs the writers nothing and sees each of them, a bulk load with its triggers off as well. They
-- may lag a second behind and begin anew after a crash; both mean a refresh more, never one less.
-- Status moves say it as well, through the outbox: stale_since tells the readers in the meantime.
create or replace function public.refresh_referral_analytics()
returns boolean
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_view constant regclass := 'public.mv_referral_analytics'::regclass;
    v_table constant regclass := 'public.student_referrals'::regclass;
    v_started_at timestamptz := clock_timestamp();
    v_changes bigint;
begin
    -- A run that overlaps its predecessor does nothing.
    if not pg_try_advisory_xact_lock(hashtextextended('refresh_referral_analytics', 0)) then
        return false;
    end if;

    -- A partitioned table counts nothing itself; a plain one has no partitions.
    select
        sum(
            pg_stat_get_tuples_inserted(part.oid) + pg_stat_get_xact_tuples_inserted(part.oid)
            + pg_stat_get_tuples_updated(part.oid) + pg_stat_get_xact_tuples_updated(part.oid)
            + pg_stat_get_tuples_deleted(part.oid) + pg_stat_get_xact_tuples_deleted(part.oid)
        )
    into v_changes
    from (
        select v_table::oid as oid
        union
        select leaf.relid::oid as oid
        from pg_partition_tree(v_table) as leaf
    ) as part;

    if exists (
        select
        from public.referral_view_refreshes as latest
        where
            latest.view_name = 'mv_referral_analytics'
            and latest.changes_seen = v_changes
            and latest.stale_since is null
            and latest.refreshed_at > now() - interval '6 hours'
    ) then
        return false;
    end if;

    if (select view.relispopulated from pg_class as view where view.oid = v_view) then
        refresh materialized view concurrently public.mv_referral_analytics;
    else
        refresh materialized view public.mv_referral_analytics;
    end if;

    insert into public.referral_view_refreshes as latest (
        view_name,
        refreshed_at,
        duration_ms,
        changes_seen
    )
    values (
        'mv_referral_analytics',
        now(),
        (extract(epoch from clock_timestamp() - v_started_at) * 1000)::integer,
        v_changes
    )
    on conflict (view_name) do update
    set
        refreshed_at = excluded.refreshed_at,
        duration_ms = excluded.duration_ms,
        changes_seen = excluded.changes_seen,
        stale_since = null;

    return true;
end;
$$;

comment on function public.refresh_referral_analytics() is
    'Refreshes mv_referral_analytics, concurrently where its readers need it; returns whether it'
    ' did.';

revoke all on function public.refresh_referral_analytics() from public;
