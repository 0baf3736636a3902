-- A hundred referrals that are enrolled at once.
select array_agg(chosen.id)
from (
    select referral.id
    from public.student_referrals as referral
    where
        referral.status = 'contacted'
        and referral.deleted_at is null
    order by md5(referral.id::text)
    limit 100
) as chosen
