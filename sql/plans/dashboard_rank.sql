-- expect: index only user_rankings_organization_id_referral_points_where_success_idx
-- forbid: seq scan on user_rankings
-- params: uuid, integer, integer

-- How many are before somebody in get_student_referral_dashboard.
select count(*) + 1 as position
from public.user_rankings as better
where
    better.organization_id = $1
    and better.successful_referrals > 0
    and (better.referral_points_earned, better.successful_referrals) > ($2, $3);
