-- purpose: Keeps enrolled referrals from being hidden, for their awards stand in the ledger.
-- requires: reject_referral_change

create or replace trigger reject_enrolled_referral_soft_deletion
before update of deleted_at on public.student_referrals
for each row
when (old.status = 'enrolled' and new.deleted_at is not null)
execute function public.reject_referral_change('RD005');

comment on trigger reject_enrolled_referral_soft_deletion on public.student_referrals is
    'Raises RD005 when an enrolled referral would be soft-deleted.';
