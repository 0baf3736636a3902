-- Answers what a referral is worth, by a campaign or its own.
select
    points.base_points,
    points.campaign_multiplier,
    points.tier_bonus,
    points.total_points
from public.calculate_referral_points_optimized(%(referral_id)s, %(campaign_id)s) as points
