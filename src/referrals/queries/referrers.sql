-- Answers whose referrals these are, 101 at most.
select distinct referral.referrer_id
from public.student_referrals as referral
where
    referral.id = any(%(ids)s)
    and referral.organization_id = %(organization_id)s
limit 101
