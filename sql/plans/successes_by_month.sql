-- expect: node Index Only Scan
-- forbid: seq scan on student_referrals
-- params: uuid[], uuid, date

-- The enrollments since a month began, of a few users, from an index alone: that of the conversion
-- while the table is small, that of the performance from some hundred thousand referrals on.
select
    referral.referrer_id,
    date_trunc('month', referral.enrollment_date::timestamp)::date as month,
    count(*) as successes
from public.student_referrals as referral
where
    referral.referrer_id = any($1)
    and referral.organization_id = $2
    and referral.status = 'enrolled'
    and referral.enrollment_date >= $3
group by
    referral.referrer_id,
    month;
