-- purpose: Sums referrals up by referrer, month, campaign and source, for analytics.
-- refresh: concurrently, by refresh_referral_analytics

-- A materialized view cannot be replaced: dropped first, this file can be run again. The view over
-- it goes with it, and comes back with its own file.
drop view if exists public.referral_analytics;
drop materialized view if exists public.mv_referral_analytics;

create materialized view public.mv_referral_analytics as
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

create unique index idx_mv_referral_analytics_student
    on public.mv_referral_analytics (referrer_id, organization_id, month, campaign_key, source);
create index mv_referral_analytics_organization_id_month_idx
    on public.mv_referral_analytics (organization_id, month);

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

-- The owner of the view over it, and nobody else.
grant select on public.mv_referral_analytics to referral_owner;
