-- expect: index only idx_student_referrals_conversion
-- forbid: seq scan on student_referrals
-- params: uuid, date, date

select
    date_trunc('month', referral.enrollment_date::timestamp) as month,
    count(*) as enrollments,
    count(distinct referral.referrer_id) as referrers,
    sum(referral.points_awarded) as points
from public.student_referrals as referral
where
    referral.organization_id = $1
    and referral.status = 'enrolled'
    and referral.enrollment_date >= $2
    and referral.enrollment_date < $3
group by 1;
