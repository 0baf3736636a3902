-- Referrers whose referrals are looked up.
select array_agg(chosen.referrer_id)
from (
    select referral.referrer_id
    from public.student_referrals as referral
    where referral.deleted_at is null
    order by md5(referral.id::text)
    limit 100
) as chosen
