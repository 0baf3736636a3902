-- expect: index idx_student_referrals_pending_admin
-- forbid: seq scan on student_referrals
-- forbid: sort
-- params: uuid, integer

-- The status is written out: of a parameter the planner could not know that the index has it.
select
    referral.id,
    referral.referred_student_name,
    referral.referred_student_phone,
    referral.created_at
from public.student_referrals as referral
where
    referral.organization_id = $1
    and referral.status = 'pending'
order by referral.created_at desc
limit $2;
