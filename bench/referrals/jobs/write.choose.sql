-- Referrers of the referrals that are written.
select array_agg(chosen.referrer_id)
from (
    select referral.referrer_id
    from public.student_referrals as referral
    where referral.deleted_at is null
    order by md5(referral.id::text)
    limit 300
) as chosen
