-- Answers the campaigns that a referral which a user makes now can count for, the newest first.
select
    campaign.id as campaign_id,
    campaign.name,
    campaign.code,
    campaign.starts_at,
    campaign.ends_at,
    campaign.base_points,
    campaign.multiplier,
    campaign.max_referrals
from public.referral_campaigns as campaign
where
    campaign.organization_id = %(organization_id)s
    and campaign.is_active
    and campaign.starts_at <= now()
    and (campaign.ends_at > now() or campaign.ends_at is null)
    and (
        exists (
            select
            from public.referral_campaign_participants as participant
            where
                participant.campaign_id = campaign.id
                and participant.user_id = %(user_id)s
        )
        or not exists (
            select
            from public.referral_campaign_participants as anybody
            where anybody.campaign_id = campaign.id
        )
    )
order by
    campaign.starts_at desc,
    campaign.id
