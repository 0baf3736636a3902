-- Students who look at their dashboard: who refers more looks more often.
select array_agg(chosen.referrer_id)
from (
    select referral.referrer_id
    from public.student_referrals as referral
    where
        referral.referrer_type = 'student'
        and referral.deleted_at is null
    order by md5(referral.id::text)
    limit 100
) as chosen
