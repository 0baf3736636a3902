-- expect: index only idx_student_referrals_performance
-- forbid: seq scan on student_referrals
-- forbid: sort
-- params: uuid, text, integer

-- The index has the order and every column; the limit ends the scan after a page of the list.
select
    referral.created_at,
    referral.points_awarded,
    referral.enrolled_student_id
from public.student_referrals as referral
where
    referral.referrer_id = $1
    and referral.status = $2
order by referral.created_at desc
limit $3;
