-- purpose: Finds what a campaign gives for a referral, when the referral counts for it at all.

-- Its cap aside: how much of it is used up, a caller with one referral counts otherwise than one
-- with ten thousand. Inlined into the caller's query.
create or replace function public.find_referral_campaign_terms(
    p_campaign_id uuid,
    p_organization_id uuid,
    p_referrer_id uuid,
    p_referred_at timestamptz
)
returns table (
    campaign_id uuid,
    base_points integer,
    multiplier numeric,
    max_referrals integer
)
language sql
stable
parallel safe
called on null input
security invoker
begin atomic
    select
        campaign.id as campaign_id,
        campaign.base_points,
        campaign.multiplier,
        campaign.max_referrals
    from public.referral_campaigns as campaign
    where
        campaign.id = p_campaign_id
        and campaign.organization_id = p_organization_id
        and campaign.is_active
        and campaign.starts_at <= p_referred_at
        and (campaign.ends_at > p_referred_at or campaign.ends_at is null)
        and (
            exists (
                select
                from public.referral_campaign_participants as participant
                where
                    participant.campaign_id = campaign.id
                    and participant.user_id = p_referrer_id
            )
            or not exists (
                select
                from public.referral_campaign_participants as anybody
                where anybody.campaign_id = campaign.id
            )
        );
end;

comment on function public.find_referral_campaign_terms(uuid, uuid, uuid, timestamptz) is
    'No row unless the campaign is active, its period holds p_referred_at, and the referrer takes'
    ' part or it is open to all, having no participants listed.';

revoke all on function public.find_referral_campaign_terms(uuid, uuid, uuid, timestamptz)
    from public;
grant execute on function public.find_referral_campaign_terms(uuid, uuid, uuid, timestamptz)
    to referral_app, referral_readonly, referral_admin;
