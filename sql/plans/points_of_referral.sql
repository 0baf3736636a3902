-- expect: index student_referrals_pkey
-- expect: index only student_referrals_campaign_id_where_awarded_idx
-- forbid: seq scan on student_referrals
-- forbid: seq scan on user_rankings
-- forbid: seq scan on referral_campaign_participants
-- params: uuid, uuid

-- The query of calculate_referral_points_optimized: one referral, one ranking, one campaign, and no
-- more of the campaign's awards than its cap.
select
    coalesce(terms.base_points, 100) as base_points,
    coalesce(terms.multiplier, 1.00) as multiplier,
    ranking.successful_referrals - (referral.points_transaction_id is not null)::integer
        as earlier_successes
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
        coalesce($2, referral.campaign_id),
        referral.organization_id,
        referral.referrer_id,
        referral.created_at
    ) as found
    where
        found.max_referrals is null
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
    referral.id = $1
    and referral.deleted_at is null;
