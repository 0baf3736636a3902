-- purpose: Says what a referral is worth, in one query that reads a few rows whatever the volume.
-- requires: raise_referral_error, get_referral_tier_bonus, find_referral_campaign_terms

-- The worth of one referral is
--     round(base_points * campaign_multiplier) + tier_bonus
-- with the campaign's base points and multiplier when the referral counts for a campaign, else
-- 100 and 1.00. It counts when the campaign is active, was running when the referral was made,
-- has the referrer among its participants (or lists none), and has not yet awarded its
-- max_referrals. The tier bonus goes by the referrer's successes before this one. A referral that
-- has its award is priced as it would be now, itself left out of every count.
create or replace function public.calculate_referral_points_optimized(
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
set plan_cache_mode = force_generic_plan
as $$
declare
    v_terms record;
begin
    select
        coalesce(terms.base_points, 100) as base_points,
        coalesce(terms.multiplier, 1.00) as multiplier,
        -- A success is a referral with its award, so the ranking has counted them already.
        ranking.successful_referrals - (referral.points_transaction_id is not null)::integer
            as earlier_successes,
        p_campaign_id is null or exists (
            select
            from public.referral_campaigns as campaign
            where
                campaign.id = p_campaign_id
                and campaign.organization_id = referral.organization_id
        ) as has_known_campaign
    into v_terms
    from public.student_referrals as referral
    inner join public.user_rankings as ranking
        on
            ranking.user_id = referral.referrer_id
            and ranking.organization_id = referral.organization_id
    left join lateral (
        select
            found.base_points,
            found.multiplier
        from public.find_referral_campaign_terms(
            coalesce(p_campaign_id, referral.campaign_id),
            referral.organization_id,
            referral.referrer_id,
            referral.created_at
        ) as found
        where
            found.max_referrals is null
            -- Counted no further than the cap.
            or found.max_referrals > (
                select count(*)
                from (
                    select
                    from public.student_referrals as other
                    where
                        other.campaign_id = found.campaign_id
                        and other.points_transaction_id is not null
                        and other.id <> referral.id
                    limit found.max_referrals
                ) as awarded
            )
    ) as terms on true
    where
        referral.id = p_referral_id
        and referral.deleted_at is null;

    if not found then
        perform public.raise_referral_error(
            'RD001',
            format('The referral is %L.', p_referral_id)
        );
    end if;

    if not v_terms.has_known_campaign then
        perform public.raise_referral_error(
            'RD002',
            format('The campaign is %L.', p_campaign_id)
        );
    end if;

    base_points := v_terms.base_points;
    campaign_multiplier := v_terms.multiplier;
    tier_bonus := public.get_referral_tier_bonus(v_terms.earlier_successes);
    total_points := round(base_points * campaign_multiplier)::integer + tier_bonus;
    return next;
end;
$$;

comment on function public.calculate_referral_points_optimized(uuid, uuid) is
    'Points of a referral that is not deleted, by the campaign given or its own; RD001 or RD002'
    ' when there is no such referral or campaign.';

revoke all on function public.calculate_referral_points_optimized(uuid, uuid) from public;
grant execute on function public.calculate_referral_points_optimized(uuid, uuid)
    to referral_app, referral_readonly, referral_admin;
