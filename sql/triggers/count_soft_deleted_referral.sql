-- purpose: Keeps the totals right when a referral is soft-deleted or restored.
-- requires: count_soft_deleted_referral

create or replace trigger count_soft_deleted_referral
after update of deleted_at on public.student_referrals
for each row
when ((old.deleted_at is null) <> (new.deleted_at is null))
execute function public.count_soft_deleted_referral();

comment on trigger count_soft_deleted_referral on public.student_referrals is
    'Takes a soft-deleted referral off its referrer''s total, puts a restored one back.';
