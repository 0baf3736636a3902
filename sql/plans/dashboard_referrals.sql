-- expect: index only idx_student_referrals_performance
-- forbid: seq scan on student_referrals
-- params: uuid

-- All that get_student_referral_dashboard reads of the referrals.
select
    referral.id,
    referral.status,
    referral.points_awarded,
    referral.created_at,
    referral.enrollment_date
from public.student_referrals as referral
where
    referral.referrer_id = $1
    and referral.deleted_at is null;
