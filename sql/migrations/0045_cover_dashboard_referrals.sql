-- why: A dashboard counts a student's referrals from the index alone, however large the table is.
-- depends: 0043_schedule_referral_work
-- transactional: false

create index concurrently idx_student_referrals_performance_new
    on public.student_referrals (referrer_id, status, created_at desc)
    include (
        points_awarded,
        enrolled_student_id,
        organization_id,
        enrollment_date,
        deleted_at,
        id
    );
drop index concurrently public.idx_student_referrals_performance;
alter index public.idx_student_referrals_performance_new
    rename to idx_student_referrals_performance;
comment on index public.idx_student_referrals_performance is
    'A referrer''s referrals of a status, newest first, with what they brought.';
