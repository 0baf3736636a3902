-- why: Analytics are answered by student, month, campaign and source, and say how old they are.
-- depends: 0040_count_cached_leaderboards

-- Made by `refdb make` from the object files.

create materialized view public.mv_referral_analytics_new as
select
    referral.referrer_id,
    referral.organization_id,
    date_trunc('month', referral.created_at at time zone organization.timezone)::date as month,
    -- Not null, because a concurrent refresh finds a row by its key and null equals nothing.
    coalesce(referral.campaign_id, '00000000-0000-0000-0000-000000000000'::uuid) as campaign_key,
    referral.source,
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
    4,
    referral.source
with data;
create unique index idx_mv_referral_analytics_student_new
    on public.mv_referral_analytics_new (referrer_id, organization_id, month, campaign_key, source);
create index mv_referral_analytics_organization_id_month_idx_new
    on public.mv_referral_analytics_new (organization_id, month);

drop view public.referral_analytics;
drop materialized view public.mv_referral_analytics;

create or replace function public.get_referral_analytics(
    p_organization_id uuid,
    p_by text,
    p_since date default null,
    p_until date default null
)
returns jsonb
language plpgsql
stable
parallel safe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_rows jsonb;
    v_analytics jsonb;
begin
    if (p_by in ('campaign', 'month', 'source', 'student')) is not true then
        perform public.raise_referral_error('RD030', format('The dimension is %L.', p_by));
    end if;

    if
        not exists (
            select
            from public.organizations as organization
            where
                organization.id = p_organization_id
                and organization.deleted_at is null
        )
    then
        perform public.raise_referral_error(
            'RD006',
            format('The organization is %L.', p_organization_id)
        );
    end if;

    with summed as (
        select
            case p_by
                when 'campaign' then analytics.campaign_id::text
                when 'month' then to_char(analytics.month, 'YYYY-MM')
                when 'source' then analytics.source
                else analytics.referrer_id::text
            end as key,
            sum(analytics.total_referrals) as total_referrals,
            sum(analytics.pending_referrals) as pending_referrals,
            sum(analytics.contacted_referrals) as contacted_referrals,
            sum(analytics.successful_referrals) as successful_referrals,
            sum(analytics.declined_referrals) as declined_referrals,
            sum(analytics.points_awarded) as points_awarded,
            max(analytics.last_referred_at) as last_referred_at
        from public.referral_analytics as analytics
        where
            analytics.organization_id = p_organization_id
            and (p_since is null or analytics.month >= date_trunc('month', p_since::timestamp))
            and (p_until is null or analytics.month <= p_until)
            and (p_by <> 'student' or analytics.referrer_type = 'student')
        group by key
    ),
    best as (
        select
            summed.*,
            row_number() over (
                order by
                    case when p_by = 'month' then summed.key end,
                    summed.successful_referrals desc,
                    summed.total_referrals desc,
                    summed.key
            ) as place
        from summed
        order by place
        limit 1000
    )
    select
        jsonb_agg(
            jsonb_build_object(
                'key', best.key,
                'name', case p_by
                    when 'campaign' then campaign.name
                    when 'student' then student.full_name
                    else best.key
                end,
                'total_referrals', best.total_referrals,
                'pending_referrals', best.pending_referrals,
                'contacted_referrals', best.contacted_referrals,
                'successful_referrals', best.successful_referrals,
                'declined_referrals', best.declined_referrals,
                'conversion_rate', round(
                    100.0 * best.successful_referrals / best.total_referrals,
                    2
                ),
                'points_awarded', best.points_awarded,
                'last_referred_at', best.last_referred_at
            )
            order by best.place
        )
    into v_rows
    from best
    left join public.referral_campaigns as campaign
        on campaign.id = case when p_by = 'campaign' then best.key::uuid end
    -- Who is deleted keeps the place and loses the name.
    left join public.students as student
        on
            student.id = case when p_by = 'student' then best.key::uuid end
            and student.deleted_at is null;

    select
        jsonb_build_object(
            'by', p_by,
            'since', p_since,
            'until', p_until,
            'refreshed_at', refresh.refreshed_at,
            'age_seconds', extract(epoch from clock_timestamp() - refresh.refreshed_at)::integer,
            'stale_since', refresh.stale_since,
            'rows', coalesce(v_rows, '[]')
        )
    into v_analytics
    from (values ('mv_referral_analytics')) as requested (view_name)
    left join public.referral_view_refreshes as refresh
        on refresh.view_name = requested.view_name;

    return v_analytics;
end;
$$;

comment on function public.get_referral_analytics(uuid, text, date, date) is
    'The current organization''s referrals by campaign, month, source or student, of the months from p_since'
    ' to p_until, with their age; RD006 or RD030 for a wrong argument.';

revoke all on function public.get_referral_analytics(uuid, text, date, date) from public;
grant execute on function public.get_referral_analytics(uuid, text, date, date)
    to referral_app, referral_readonly, referral_admin;

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

alter materialized view public.mv_referral_analytics_new rename to mv_referral_analytics;
alter index public.idx_mv_referral_analytics_student_new rename to idx_mv_referral_analytics_student;
alter index public.mv_referral_analytics_organization_id_month_idx_new rename to mv_referral_analytics_organization_id_month_idx;

comment on materialized view public.mv_referral_analytics is
    'Referrals that are not deleted by referrer, month, campaign and source; of all'
    ' organizations, so it is for functions to read and not for users. referral_view_refreshes'
    ' says how old it is.';
comment on column public.mv_referral_analytics.referrer_id is
    'The user_id of the ranking whose user made the referrals.';
comment on column public.mv_referral_analytics.month is
    'First day of the month in which they were made, in the organization''s time zone.';
comment on column public.mv_referral_analytics.campaign_key is
    'Id of the campaign; all zeros outside campaigns.';
comment on column public.mv_referral_analytics.source is
    'By which way they were made, as in student_referrals.';
comment on column public.mv_referral_analytics.successful_referrals is
    'Those of the referrals made in the month that are enrolled by now.';
comment on column public.mv_referral_analytics.points_awarded is
    'Points that the referrer got for them.';
comment on column public.mv_referral_analytics.last_referred_at is
    'When the last of them was made.';
comment on index public.idx_mv_referral_analytics_student is
    'Finds a referrer''s months; unique, so that a refresh can be concurrent.';
grant select on public.mv_referral_analytics to referral_owner;

create or replace view public.referral_analytics
with (security_barrier = true)
as
select
    analytics.referrer_id,
    analytics.organization_id,
    analytics.month,
    nullif(analytics.campaign_key, '00000000-0000-0000-0000-000000000000'::uuid) as campaign_id,
    analytics.source,
    analytics.referrer_type,
    analytics.total_referrals,
    analytics.pending_referrals,
    analytics.contacted_referrals,
    analytics.successful_referrals,
    analytics.declined_referrals,
    analytics.points_awarded,
    analytics.last_referred_at
from public.mv_referral_analytics as analytics
where analytics.organization_id = (select public.get_current_organization_id());

-- An owner must be allowed to create where its objects are, but only while it becomes the owner.
grant create on schema public to referral_owner;
alter view public.referral_analytics owner to referral_owner;
revoke create on schema public from referral_owner;

comment on view public.referral_analytics is
    'Referrals of the current organization that are not deleted, by referrer, month, campaign'
    ' and source; as old as referral_view_refreshes says.';
comment on column public.referral_analytics.month is
    'First day of the month in which they were made, in the organization''s time zone.';
comment on column public.referral_analytics.campaign_id is
    'The campaign; null outside campaigns.';
comment on column public.referral_analytics.source is
    'By which way they were made, as in student_referrals.';
comment on column public.referral_analytics.successful_referrals is
    'Those of the referrals made in the month that are enrolled by now.';

grant select on public.referral_analytics
    to referral_app, referral_readonly, referral_admin;
