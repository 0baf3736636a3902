-- purpose: Keeps the totals right when referrals are deleted, once a statement.
-- requires: count_deleted_referrals

create or replace trigger count_deleted_referrals
after delete on public.student_referrals
referencing old table as old_referrals
for each statement
execute function public.count_deleted_referrals();

comment on trigger count_deleted_referrals on public.student_referrals is
    'Takes deleted referrals off their referrers'' totals.';
