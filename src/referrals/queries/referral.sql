-- Answers a referral as this transaction has left it.
select
    referral.id as referral_id,
    referral.referrer_id,
    referral.status,
    referral.points_awarded,
    referral.enrollment_date,
    referral.created_at,
    now() as changed_at
from public.student_referrals as referral
where
    referral.id = %(id)s
    and referral.organization_id = %(organization_id)s
    and referral.deleted_at is null
