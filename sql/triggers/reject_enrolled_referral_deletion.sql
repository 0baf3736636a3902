-- purpose: Keeps enrolled referrals, whose awards stand in the ledger.
-- requires: reject_referral_change

create or replace trigger reject_enrolled_referral_deletion
before delete on public.student_referrals
for each row
when (old.status = 'enrolled')
execute function public.reject_referral_change('RD005');

comment on trigger reject_enrolled_referral_deletion on public.student_referrals is
    'Raises RD005 when an enrolled referral would be deleted.';
