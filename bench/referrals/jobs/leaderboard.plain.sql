-- Leaderboards of all time and of this month, computed.
select count(board.user_id)
from unnest(%(ids)s::uuid[]) as chosen (id)
cross join (values ('all'), ('month')) as period (name)
cross join lateral public.get_referral_leaderboard(chosen.id, period.name, 10) as board
