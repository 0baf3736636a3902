-- why: The analytics are summed from the copy before it takes the table's place, and two functions
--   learn to serve either shape.
-- lock_timeout: 100ms

select public.compare_table_copy('points_transactions');
select public.compare_table_copy('student_referrals');

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

-- Settings as in award_referrals, for its reasons.
create or replace function public.finish_referral_moves()
returns trigger
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
declare
    v_noted integer
        := coalesce(nullif(current_setting('referral_moves.noted', true), ''), '0')::integer;
    v_ids uuid[];
    v_enrolled_ids uuid[];
    v_other_ids uuid[];
    v_organization_ids uuid[];
begin
    -- A statement that sets statuses to what they are.
    if v_noted = 0 then
        return null;
    end if;

    select
        string_to_array(
            string_agg(current_setting('referral_moves.list_' || list.number), ','),
            ','
        )::uuid[]
    into v_ids
    from generate_series(0, (v_noted - 1) / 100) as list (number);

    -- Before anything else: what follows may update referrals, and end here again.
    perform set_config('referral_moves.noted', '', true);

    -- In the order in which the rows were updated, which is that of their awards.
    select
        array_agg(moved.id order by moved.place) filter (where moved.status = 'enrolled'),
        array_agg(moved.id) filter (where moved.status <> 'enrolled'),
        array_agg(distinct moved.organization_id) filter (where moved.status <> 'enrolled')
    into
        v_enrolled_ids,
        v_other_ids,
        v_organization_ids
    from (
        select
            referral.id,
            referral.organization_id,
            referral.status,
            min(noted.place) as place
        from unnest(v_ids) with ordinality as noted (id, place)
        inner join public.student_referrals as referral
            on referral.id = noted.id
        where referral.points_transaction_id is null
        -- The key of a partitioned table; of a plain one, the first of them would do.
        group by
            referral.id,
            referral.organization_id
    ) as moved;

    if v_enrolled_ids is not null then
        perform public.award_referrals(v_enrolled_ids);
    end if;

    -- Only an enrollment changes a number; the others are news all the same.
    if v_other_ids is not null then
        perform public.announce_ranking_changes(v_organization_ids);
        perform public.enqueue_referral_work(v_other_ids);
    end if;

    return null;
end;
$$;

comment on function public.finish_referral_moves() is
    'Trigger function: awards the enrolled referrals that update_referral_ranking_optimized has'
    ' noted, announces, and enters the work that may wait.';

revoke all on function public.finish_referral_moves() from public;

select public.build_analytics_copy();
