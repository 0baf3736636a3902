-- loses: nothing

drop function public.bulk_process_referrals(uuid[]);
drop function public.get_referral_leaderboard_cached(uuid, text, integer);
drop function public.get_student_referral_dashboard(uuid);
drop function public.calculate_referral_points_optimized(uuid, uuid);
