-- expect: index student_referrals_organization_id_created_at_idx
-- forbid: seq scan on student_referrals
-- params: uuid, timestamptz
-- with: (select id from public.organizations order by slug limit 1), timestamptz '2026-08-01'

select distinct referral.referrer_id
from public.student_referrals as referral
where
    referral.organization_id = $1
    and referral.created_at >= $2
    and referral.deleted_at is null;
