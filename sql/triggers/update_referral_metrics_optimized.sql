-- purpose: Takes note of the updates that change a status without its award, and of no other.
-- requires: update_referral_ranking_optimized

-- An award that comes with its status is complete: award_referrals has done the rest.
create or replace trigger update_referral_metrics_optimized
after update of status on public.student_referrals
for each row
when (old.status is distinct from new.status and new.points_transaction_id is null)
execute function public.update_referral_ranking_optimized();

comment on trigger update_referral_metrics_optimized on public.student_referrals is
    'Hands a referral whose status changed over to finish_referral_moves, unless it moved with its'
    ' award.';
