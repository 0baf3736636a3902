-- loses: every ranking, points transaction, achievement and goal

drop table public.user_goals;
drop table public.student_achievements;
drop table public.achievements;
drop table public.points_transactions;
drop table public.user_rankings;
