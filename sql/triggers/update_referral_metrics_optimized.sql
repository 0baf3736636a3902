-- purpose: Takes note of the updates that change a status, and of no other.
-- requires: update_referral_ranking_optimized

create or replace trigger update_referral_metrics_optimized
after update of status on public.student_referrals
for each row
when (old.status is distinct from new.status)
execute function public.update_referral_ranking_optimized();

comment on trigger update_referral_metrics_optimized on public.student_referrals is
    'Hands a referral whose status changed over to finish_referral_moves.';
