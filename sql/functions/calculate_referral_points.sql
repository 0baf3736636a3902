-- purpose: Plain original of calculate_referral_points_optimized: counts everything anew.
-- requires: raise_referral_error, get_referral_tier_bonus

create or replace function public.calculate_referral_points(
    p_referral_id uuid,
    p_campaign_id uuid default null
)
returns table (
    base_points integer,
    campaign_multiplier numeric,
    tier_bonus integer,
    total_points integer
)
language plpgsql
stable
parallel safe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_referral record;
    v_campaign record;
    v_awarded_in_campaign bigint;
    v_participants bigint;
    v_own_participations bigint;
    v_earlier_successes bigint;
begin
    select
        referral.organization_id,
        referral.referrer_id,
        referral.created_at,
        coalesce(p_campaign_id, referral.campaign_id) as campaign_id
    into v_referral
    from public.student_referrals as referral
    where
        referral.id = p_referral_id
        and referral.deleted_at is null;

    if not found then
        perform public.raise_referral_error(
            'RD001',
            format('The referral is %L.', p_referral_id)
        );
    end if;

    -- What a referral is worth without a campaign that counts.
    base_points := 100;
    campaign_multiplier := 1.00;

    if v_referral.campaign_id is not null then
        select
            campaign.base_points,
            campaign.multiplier,
            campaign.max_referrals,
            campaign.is_active,
            campaign.starts_at,
            campaign.ends_at
        into v_campaign
        from public.referral_campaigns as campaign
        where
            campaign.id = v_referral.campaign_id
            and campaign.organization_id = v_referral.organization_id;

        if not found then
            perform public.raise_referral_error(
                'RD002',
                format('The campaign is %L.', v_referral.campaign_id)
            );
        end if;

        select count(*)
        into v_awarded_in_campaign
        from public.student_referrals as other
        where
            other.campaign_id = v_referral.campaign_id
            and other.points_transaction_id is not null
            and other.id <> p_referral_id;

        select
            count(*),
            count(*) filter (where participant.user_id = v_referral.referrer_id)
        into
            v_participants,
            v_own_participations
        from public.referral_campaign_participants as participant
        where participant.campaign_id = v_referral.campaign_id;

        if
            v_campaign.is_active
            and v_referral.created_at >= v_campaign.starts_at
            and (v_campaign.ends_at is null or v_referral.created_at < v_campaign.ends_at)
            and (v_participants = 0 or v_own_participations > 0)
            and (
                v_campaign.max_referrals is null
                or v_awarded_in_campaign < v_campaign.max_referrals
            )
        then
            base_points := v_campaign.base_points;
            campaign_multiplier := v_campaign.multiplier;
        end if;
    end if;

    select count(*)
    into v_earlier_successes
    from public.student_referrals as other
    where
        other.referrer_id = v_referral.referrer_id
        and other.organization_id = v_referral.organization_id
        and other.points_transaction_id is not null
        and other.id <> p_referral_id;

    tier_bonus := public.get_referral_tier_bonus(v_earlier_successes::integer);
    total_points := round(base_points * campaign_multiplier)::integer + tier_bonus;
    return next;
end;
$$;

comment on function public.calculate_referral_points(uuid, uuid) is
    'Points of a referral, by the campaign given or its own; kept as the plain form of'
    ' calculate_referral_points_optimized.';

revoke all on function public.calculate_referral_points(uuid, uuid) from public;
grant execute on function public.calculate_referral_points(uuid, uuid)
    to referral_app, referral_readonly, referral_admin;
