-- purpose: Keeps the totals right when referrals are entered, once a statement.
-- requires: count_new_referrals

create or replace trigger count_new_referrals
after insert on public.student_referrals
referencing new table as new_referrals
for each statement
execute function public.count_new_referrals();

comment on trigger count_new_referrals on public.student_referrals is
    'Adds entered referrals to their referrers'' totals.';
