-- Goal progress of users, every column of it.
select count(goal)
from unnest(%(ids)s::uuid[]) as chosen (id)
inner join public.user_rankings as ranking
    on ranking.user_id = chosen.id
cross join lateral public.get_user_goal_progress(
    chosen.id, ranking.organization_id, '2026-08-01'
) as goal
