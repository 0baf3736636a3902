-- why: Analytics read sums instead of every referral, and know how old they are.
-- depends: 0029_optimize_bulk_referrals

create table public.referral_view_refreshes (
    view_name text not null,
    refreshed_at timestamptz not null,
    duration_ms integer not null,
    changes_seen bigint not null,
    constraint referral_view_refreshes_pkey primary key (view_name),
    constraint referral_view_refreshes_duration_is_not_negative_check
        check (duration_ms >= 0)
);

comment on table public.referral_view_refreshes is
    'How old each materialized view is; one row a view, of all organizations.';
comment on column public.referral_view_refreshes.view_name is
    'Name of the materialized view, without its schema.';
comment on column public.referral_view_refreshes.refreshed_at is
    'As of when the view shows its tables.';
comment on column public.referral_view_refreshes.duration_ms is
    'How long the refresh took, in milliseconds.';
comment on column public.referral_view_refreshes.changes_seen is
    'Rows ever written to the view''s table by then, as the server counts them; the next refresh'
    ' is due when the number is another.';

create materialized view public.mv_referral_analytics as
select
    referral.referrer_id,
    referral.organization_id,
    date_trunc('month', referral.created_at at time zone organization.timezone)::date as month,
    -- Not null, because a concurrent refresh finds a row by its key and null equals nothing.
    coalesce(referral.campaign_id, '00000000-0000-0000-0000-000000000000'::uuid) as campaign_key,
    min(referral.referrer_type) as referrer_type,
    count(*) as total_referrals,
    count(*) filter (where referral.status = 'pending') as pending_referrals,
    count(*) filter (where referral.status = 'contacted') as contacted_referrals,
    count(*) filter (where referral.status = 'enrolled') as successful_referrals,
    count(*) filter (where referral.status = 'declined') as declined_referrals,
    sum(referral.points_awarded) as points_awarded,
    max(referral.created_at) as last_referred_at
from public.student_referrals as referral
inner join public.organizations as organization
    on organization.id = referral.organization_id
where referral.deleted_at is null
group by
    referral.referrer_id,
    referral.organization_id,
    3,
    4
with data;

create unique index idx_mv_referral_analytics_student
    on public.mv_referral_analytics (referrer_id, organization_id, month, campaign_key);
create index mv_referral_analytics_organization_id_month_idx
    on public.mv_referral_analytics (organization_id, month);

comment on materialized view public.mv_referral_analytics is
    'Referrals that are not deleted by referrer, month and campaign; of all organizations, so it'
    ' is for functions to read and not for users. referral_view_refreshes says how old it is.';
comment on column public.mv_referral_analytics.referrer_id is
    'The user_id of the ranking whose user made the referrals.';
comment on column public.mv_referral_analytics.month is
    'First day of the month in which they were made, in the organization''s time zone.';
comment on column public.mv_referral_analytics.campaign_key is
    'Id of the campaign; all zeros outside campaigns.';
comment on column public.mv_referral_analytics.successful_referrals is
    'Those of the referrals made in the month that are enrolled by now.';
comment on column public.mv_referral_analytics.points_awarded is
    'Points that the referrer got for them.';
comment on column public.mv_referral_analytics.last_referred_at is
    'When the last of them was made.';
comment on index public.idx_mv_referral_analytics_student is
    'Finds a referrer''s months; unique, so that a refresh can be concurrent.';

-- Whether something changed is asked of the statistics that Postgres keeps of every table: it
-- costs the writers nothing and sees each of them, a bulk load with its triggers off as well. They
-- may lag a second behind and begin anew after a crash; both mean a refresh more, never one less.
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

    v_changes := pg_stat_get_tuples_inserted(v_table) + pg_stat_get_xact_tuples_inserted(v_table)
        + pg_stat_get_tuples_updated(v_table) + pg_stat_get_xact_tuples_updated(v_table)
        + pg_stat_get_tuples_deleted(v_table) + pg_stat_get_xact_tuples_deleted(v_table);

    if exists (
        select
        from public.referral_view_refreshes as latest
        where
            latest.view_name = 'mv_referral_analytics'
            and latest.changes_seen = v_changes
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
        changes_seen = excluded.changes_seen;

    return true;
end;
$$;

comment on function public.refresh_referral_analytics() is
    'Refreshes mv_referral_analytics, concurrently where its readers need it; returns whether it'
    ' did.';
