-- Users whose goals are looked at.
select array_agg(chosen.user_id)
from (
    select goal.user_id
    from public.user_goals as goal
    group by goal.user_id
    order by md5(goal.user_id::text)
    limit 200
) as chosen
