-- expect: index student_referrals_pkey
-- forbid: seq scan on student_referrals
-- params: uuid[]

-- bulk_process_referrals locks the referrals in the order of their ids.
select
from public.student_referrals as referral
where referral.id = any($1)
order by referral.id
for no key update;
