-- purpose: Shows an organization its part of mv_referral_analytics.
-- requires: mv_referral_analytics, get_current_organization_id
-- allow: house/view-without-invoker nobody else may read what it reads; its condition is the policy

-- A materialized view has no row-level security, so nobody else may read it. This view reads it
-- with the rights of its owner, who has none but this one; the barrier keeps a function in the
-- reader's condition from seeing a row before the organization is compared.
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

alter view public.referral_analytics owner to referral_owner;

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
