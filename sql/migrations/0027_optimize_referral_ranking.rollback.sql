-- loses: nothing

drop trigger count_soft_deleted_referral on public.student_referrals;
drop trigger count_deleted_referrals on public.student_referrals;
drop trigger count_new_referrals on public.student_referrals;
drop trigger update_referral_metrics_optimized on public.student_referrals;

-- The plain trigger is at work again.
create or replace trigger update_referral_metrics
after insert or update or delete on public.student_referrals
for each row
execute function public.update_referral_ranking();

comment on trigger update_referral_metrics on public.student_referrals is
    'Counts the referrer anew at every write; the plain form of update_referral_metrics_optimized.';

drop function public.count_soft_deleted_referral();
drop function public.count_deleted_referrals();
drop function public.count_new_referrals();
drop function public.update_referral_ranking_optimized();
drop function public.award_referrals(uuid[]);
drop function public.lock_referral_awards(uuid[]);
drop function public.expire_referral_leaderboards(uuid[]);
drop function public.lock_referral_leaderboards(uuid[]);
drop function public.get_referral_leaderboard_lock(uuid, text);
