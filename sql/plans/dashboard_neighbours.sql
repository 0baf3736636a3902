-- expect: index user_rankings_organization_id_referral_points_where_success_idx
-- forbid: seq scan on user_rankings
-- forbid: node Sort
-- max_cost: 50
-- params: uuid, integer, integer

-- Who is next before somebody in get_student_referral_dashboard: the index, read backwards; only
-- equal ones are sorted.
select
    other.user_id,
    other.referral_points_earned,
    other.successful_referrals
from public.user_rankings as other
where
    other.organization_id = $1
    and other.successful_referrals > 0
    and (other.referral_points_earned, other.successful_referrals) > ($2, $3)
order by
    other.referral_points_earned,
    other.successful_referrals,
    other.user_id desc
limit 1;
