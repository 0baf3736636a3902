-- loses: nothing

-- Made by `refdb make` from the object files.

create materialized view public.mv_referral_analytics_new as
select referral.referrer_id,
    referral.organization_id,
    (date_trunc('month'::text, (referral.created_at at time zone organization.timezone)))::date as month,
    coalesce(referral.campaign_id, '00000000-0000-0000-0000-000000000000'::uuid) as campaign_key,
    min(referral.referrer_type) as referrer_type,
    count(*) as total_referrals,
    count(*) filter (where (referral.status = 'pending'::text)) as pending_referrals,
    count(*) filter (where (referral.status = 'contacted'::text)) as contacted_referrals,
    count(*) filter (where (referral.status = 'enrolled'::text)) as successful_referrals,
    count(*) filter (where (referral.status = 'declined'::text)) as declined_referrals,
    sum(referral.points_awarded) as points_awarded,
    max(referral.created_at) as last_referred_at
   from (public.student_referrals referral
     join public.organizations organization on ((organization.id = referral.organization_id)))
  where (referral.deleted_at is null)
  group by referral.referrer_id, referral.organization_id, ((date_trunc('month'::text, (referral.created_at at time zone organization.timezone)))::date), coalesce(referral.campaign_id, '00000000-0000-0000-0000-000000000000'::uuid)
with data;
create unique index idx_mv_referral_analytics_student_new
    on public.mv_referral_analytics_new using btree (referrer_id, organization_id, month, campaign_key);
create index mv_referral_analytics_organization_id_month_idx_new
    on public.mv_referral_analytics_new using btree (organization_id, month);

drop view public.referral_analytics;
drop materialized view public.mv_referral_analytics;
drop function public.get_referral_analytics(uuid, text, date, date);

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
    'Refreshes mv_referral_analytics, concurrently where its readers need it; returns whether it did.';
revoke all on function public.refresh_referral_analytics() from public;

alter materialized view public.mv_referral_analytics_new rename to mv_referral_analytics;
alter index public.idx_mv_referral_analytics_student_new rename to idx_mv_referral_analytics_student;
alter index public.mv_referral_analytics_organization_id_month_idx_new rename to mv_referral_analytics_organization_id_month_idx;

comment on materialized view public.mv_referral_analytics is
    'Referrals that are not deleted by referrer, month and campaign; of all organizations, so it is for functions to read and not for users. referral_view_refreshes says how old it is.';
grant select on table public.mv_referral_analytics to referral_owner;
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

create or replace view public.referral_analytics
with (security_barrier = true) as
select referrer_id,
    organization_id,
    month,
    nullif(campaign_key, '00000000-0000-0000-0000-000000000000'::uuid) as campaign_id,
    referrer_type,
    total_referrals,
    pending_referrals,
    contacted_referrals,
    successful_referrals,
    declined_referrals,
    points_awarded,
    last_referred_at
   from public.mv_referral_analytics analytics
  where (organization_id = ( select public.get_current_organization_id() as get_current_organization_id));
-- An owner must be allowed to create where its objects are, but only while it becomes the owner.
grant create on schema public to referral_owner;
alter view public.referral_analytics owner to referral_owner;
revoke create on schema public from referral_owner;
comment on view public.referral_analytics is
    'Referrals of the current organization that are not deleted, by referrer, month and campaign; as old as referral_view_refreshes says.';
grant select on table public.referral_analytics to referral_app;
grant select on table public.referral_analytics to referral_readonly;
grant select on table public.referral_analytics to referral_admin;
comment on column public.referral_analytics.month is
    'First day of the month in which they were made, in the organization''s time zone.';
comment on column public.referral_analytics.campaign_id is 'The campaign; null outside campaigns.';
comment on column public.referral_analytics.successful_referrals is
    'Those of the referrals made in the month that are enrolled by now.';
