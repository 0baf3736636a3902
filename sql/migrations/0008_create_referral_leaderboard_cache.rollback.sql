-- loses: the cached leaderboards; they are computed again when asked for

drop table public.referral_leaderboard_cache;
