-- expect: index user_goals_user_id_organization_id_idx
-- forbid: seq scan on user_goals
-- params: uuid, uuid, timestamptz

-- A user has a handful of goals: they are sorted, but only they are read.
select
    goal.goal_id,
    goal.title,
    goal.status,
    goal.progress_percent,
    goal.due_date,
    goal.is_overdue
from public.get_user_goal_progress($1, $2, $3) as goal;
