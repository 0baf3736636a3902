-- Referrals whose points are asked for: any that are not deleted.
select array_agg(chosen.id)
from (
    select referral.id
    from public.student_referrals as referral
    where referral.deleted_at is null
    order by md5(referral.id::text)
    limit 200
) as chosen
