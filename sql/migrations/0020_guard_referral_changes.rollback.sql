-- loses: nothing

drop trigger fill_referral_enrollment_date on public.student_referrals;
drop trigger reject_enrolled_referral_soft_deletion on public.student_referrals;
drop trigger reject_enrolled_referral_deletion on public.student_referrals;
drop trigger reject_referral_transfers on public.student_referrals;
drop trigger reject_illegal_referral_moves on public.student_referrals;

drop function public.fill_referral_enrollment_date();
drop function public.reject_referral_change();
