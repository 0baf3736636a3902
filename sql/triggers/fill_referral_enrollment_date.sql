-- purpose: Spares whoever enrolls a referral the date, which is today's as a rule.
-- requires: fill_referral_enrollment_date

create or replace trigger fill_referral_enrollment_date
before insert or update of status on public.student_referrals
for each row
when (new.status = 'enrolled' and new.enrollment_date is null)
execute function public.fill_referral_enrollment_date();

comment on trigger fill_referral_enrollment_date on public.student_referrals is
    'Dates an enrollment that comes without a date.';
