-- Points of referrals, counted anew.
select count(points.total_points)
from unnest(%(ids)s::uuid[]) as chosen (id)
cross join lateral public.calculate_referral_points(chosen.id) as points
