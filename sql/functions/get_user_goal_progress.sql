-- purpose: Shows a user's goals and how far each has come.

create or replace function public.get_user_goal_progress(
    p_user_id uuid,
    p_organization_id uuid,
    p_at timestamptz default now()
)
returns table (
    goal_id uuid,
    title text,
    status text,
    current_value integer,
    target_value integer,
    progress_percent integer,
    due_date date,
    is_overdue boolean
)
language sql
stable
parallel safe
called on null input
security invoker
begin atomic
    select
        goal.id as goal_id,
        goal.title,
        goal.status,
        goal.current_value,
        goal.target_value,
        least(100, floor(100.0 * goal.current_value / goal.target_value))::integer
            as progress_percent,
        goal.due_date,
        coalesce(
            goal.status = 'active'
            and goal.due_date < (p_at at time zone organization.timezone)::date,
            false
        ) as is_overdue
    from public.user_goals as goal
    inner join public.organizations as organization
        on organization.id = goal.organization_id
    where
        goal.user_id = p_user_id
        and goal.organization_id = p_organization_id
    order by goal.due_date, goal.created_at, goal.id;
end;

comment on function public.get_user_goal_progress(uuid, uuid, timestamptz) is
    'Goals of a user, the most urgent first; progress in percent, from 0 to 100.';

revoke all on function public.get_user_goal_progress(uuid, uuid, timestamptz) from public;
grant execute on function public.get_user_goal_progress(uuid, uuid, timestamptz)
    to referral_app, referral_readonly, referral_admin;
