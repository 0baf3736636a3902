-- purpose: Sums an organization up in one row for its administrators.

create or replace function public.get_admin_dashboard(
    p_organization_id uuid,
    p_at timestamptz default now(),
    p_days integer default 30
)
returns table (
    active_students bigint,
    active_teachers bigint,
    average_points numeric,
    recent_points bigint,
    recent_achievements bigint,
    active_goals bigint,
    overdue_goals bigint
)
language sql
stable
parallel safe
called on null input
security invoker
begin atomic
    -- One subquery a figure: each reads one index of the organization and nothing else.
    select
        (
            select count(*)
            from public.students as student
            where
                student.organization_id = organization.id
                and student.status = 'active'
                and student.deleted_at is null
        ) as active_students,
        (
            select count(*)
            from public.teachers as teacher
            where
                teacher.organization_id = organization.id
                and teacher.status = 'active'
                and teacher.deleted_at is null
        ) as active_teachers,
        (
            select round(avg(ranking.total_points), 2)
            from public.user_rankings as ranking
            where
                ranking.organization_id = organization.id
                and ranking.student_id is not null
        ) as average_points,
        (
            select coalesce(sum(point.points_amount), 0)
            from public.points_transactions as point
            where
                point.organization_id = organization.id
                and point.created_at > p_at - make_interval(days => p_days)
                and point.created_at <= p_at
        ) as recent_points,
        (
            select count(*)
            from public.student_achievements as earned
            where
                earned.organization_id = organization.id
                and earned.earned_at > p_at - make_interval(days => p_days)
                and earned.earned_at <= p_at
        ) as recent_achievements,
        (
            select count(*)
            from public.user_goals as goal
            where
                goal.organization_id = organization.id
                and goal.status = 'active'
        ) as active_goals,
        (
            select count(*)
            from public.user_goals as goal
            where
                goal.organization_id = organization.id
                and goal.status = 'active'
                and goal.due_date < (p_at at time zone organization.timezone)::date
        ) as overdue_goals
    from public.organizations as organization
    where
        organization.id = p_organization_id
        and organization.deleted_at is null;
end;

comment on function public.get_admin_dashboard(uuid, timestamptz, integer) is
    'Figures of an organization; the recent ones are of the p_days days up to p_at.';

revoke all on function public.get_admin_dashboard(uuid, timestamptz, integer) from public;
grant execute on function public.get_admin_dashboard(uuid, timestamptz, integer)
    to referral_app, referral_readonly, referral_admin;
