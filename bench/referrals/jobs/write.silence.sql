-- Switches the triggers of referrals off, foreign keys stay; rolled back afterwards.
alter table public.student_referrals disable trigger user
