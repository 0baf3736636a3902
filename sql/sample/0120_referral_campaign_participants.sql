-- purpose: Who made a referral in a campaign takes part in it, from an hour before the first.
-- table: public.referral_campaign_participants

select
    referral.campaign_id,
    referral.organization_id,
    referral.referrer_id as user_id,
    min(referral.created_at) - '1 hour'::interval as joined_at
from public.student_referrals as referral
where referral.campaign_id is not null
group by referral.campaign_id, referral.organization_id, referral.referrer_id
order by joined_at, referral.campaign_id, referral.referrer_id;
