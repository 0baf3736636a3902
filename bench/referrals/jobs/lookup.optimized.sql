-- The newest enrolled referrals of referrers, with what they brought.
select count(found.created_at)
from unnest(%(ids)s::uuid[]) as chosen (id)
cross join lateral (
    select
        referral.created_at,
        referral.points_awarded,
        referral.enrolled_student_id
    from public.student_referrals as referral
    where
        referral.referrer_id = chosen.id
        and referral.status = 'enrolled'
    order by referral.created_at desc
    limit 20
) as found
