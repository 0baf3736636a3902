-- loses: nothing

drop function public.get_admin_dashboard(uuid, timestamptz, integer);
drop function public.get_user_goal_progress(uuid, uuid, timestamptz);
drop function public.check_user_achievements(uuid, uuid);
drop function public.get_student_rankings(uuid, integer);
