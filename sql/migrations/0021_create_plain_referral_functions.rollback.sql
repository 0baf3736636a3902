-- loses: nothing

drop trigger update_referral_metrics on public.student_referrals;

drop function public.update_referral_ranking();
drop function public.announce_ranking_change(uuid, uuid, text);
drop function public.award_referral_achievements(uuid[]);
drop function public.process_referrals(uuid[]);
drop function public.get_referral_leaderboard(uuid, text, integer);
drop function public.get_student_referral_dashboard_plain(uuid);
drop function public.calculate_referral_points(uuid, uuid);
drop function public.get_referral_period_start(uuid, text);
drop function public.get_referral_conversion_rate(bigint, bigint);
drop function public.get_referral_tier_bonus(integer);
