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
        -- Neither is negative, so the integer division rounds down.
        least(100, 100 * goal.current_value::bigint / goal.target_value)::integer
            as progress_percent,
        goal.due_date,
        coalesce(
            goal.status = 'active'
            and goal.due_date < (
                -- Looked up once, and only for a user who has a goal with a date.
                select (p_at at time zone organization.timezone)::date
                from public.organizations as organization
                where organization.id = p_organization_id
            ),
            false
        ) as is_overdue
    from public.user_goals as goal
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
