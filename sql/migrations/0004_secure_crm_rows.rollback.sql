-- loses: nothing; every role that may read the tables sees all organizations again

drop policy user_goals_organization_policy on public.user_goals;
drop policy student_achievements_organization_policy on public.student_achievements;
drop policy achievements_shared_policy on public.achievements;
drop policy achievements_organization_policy on public.achievements;
drop policy points_transactions_insert_policy on public.points_transactions;
drop policy points_transactions_select_policy on public.points_transactions;
drop policy user_rankings_organization_policy on public.user_rankings;
drop policy teachers_organization_policy on public.teachers;
drop policy students_organization_policy on public.students;
drop policy profiles_organization_policy on public.profiles;
drop policy organizations_own_policy on public.organizations;

alter table public.user_goals disable row level security;
alter table public.student_achievements disable row level security;
alter table public.achievements disable row level security;
alter table public.points_transactions disable row level security;
alter table public.user_rankings disable row level security;
alter table public.teachers disable row level security;
alter table public.students disable row level security;
alter table public.profiles disable row level security;
alter table public.organizations disable row level security;

drop function public.get_current_organization_id();
