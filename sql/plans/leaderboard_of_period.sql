-- expect: index only idx_student_referrals_conversion
-- forbid: seq scan on student_referrals
-- params: uuid, date

-- The sums in build_referral_leaderboard for a month or a week.
select
    referral.referrer_id,
    count(*) as successful_referrals,
    sum(referral.points_awarded) as referral_points
from public.student_referrals as referral
where
    referral.organization_id = $1
    and referral.status = 'enrolled'
    and referral.enrollment_date >= $2
group by referral.referrer_id;
