-- expect: index idx_referral_campaigns_active
-- forbid: seq scan on referral_campaigns
-- params: uuid, timestamptz, uuid

-- Which campaigns a referral that a user makes now can count for.
select
    campaign.id,
    campaign.name,
    campaign.base_points,
    campaign.multiplier
from public.referral_campaigns as campaign
where
    campaign.organization_id = $1
    and campaign.is_active
    and campaign.starts_at <= $2
    and (campaign.ends_at > $2 or campaign.ends_at is null)
    and (
        exists (
            select
            from public.referral_campaign_participants as participant
            where
                participant.campaign_id = campaign.id
                and participant.user_id = $3
        )
        or not exists (
            select
            from public.referral_campaign_participants as anybody
            where anybody.campaign_id = campaign.id
        )
    )
order by campaign.starts_at desc;
