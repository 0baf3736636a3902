-- why: Rankings, achievements, goals and the dashboard are one call each, the same everywhere.
-- depends: 0002_create_points

create or replace function public.get_student_rankings(
    p_organization_id uuid,
    p_limit integer default 50
)
returns table (
    rank bigint,
    student_id uuid,
    full_name text,
    total_points integer,
    available_coins integer,
    current_level integer
)
language sql
stable
parallel safe
called on null input
security invoker
begin atomic
    -- The order is that of user_rankings_organization_id_total_points_student_id_idx, so that the
    -- limit ends the scan and only students with equal points are sorted among themselves.
    select
        rank() over (order by ranking.total_points desc) as rank,
        ranking.student_id,
        student.full_name,
        ranking.total_points,
        ranking.available_coins,
        ranking.current_level
    from public.user_rankings as ranking
    inner join public.students as student
        on
            student.id = ranking.student_id
            and student.organization_id = ranking.organization_id
    where
        ranking.organization_id = p_organization_id
        and student.status = 'active'
        and student.deleted_at is null
    order by ranking.total_points desc, ranking.student_id
    limit p_limit;
end;

comment on function public.get_student_rankings(uuid, integer) is
    'Active students of an organization by points; equal points share a rank; null lists all.';

create or replace function public.check_user_achievements(
    p_user_id uuid,
    p_organization_id uuid
)
returns table (
    achievement_id uuid,
    code text,
    name text,
    category text,
    badge_color text,
    progress_percent integer,
    is_met boolean,
    times_earned bigint,
    last_earned_at timestamptz
)
language sql
stable
parallel safe
called on null input
security invoker
begin atomic
    select
        achievement.id as achievement_id,
        achievement.code,
        achievement.name,
        achievement.category,
        achievement.badge_color,
        requirement.progress_percent,
        requirement.progress_percent = 100 as is_met,
        earned.times_earned,
        earned.last_earned_at
    from public.user_rankings as ranking
    inner join public.achievements as achievement
        on
            achievement.target_user_type in (ranking.user_type, 'both')
            and (
                achievement.organization_id = ranking.organization_id
                or achievement.organization_id is null
            )
    -- The ranking as an object, so that a metric added to it later needs no change here. A metric
    -- that it does not hold counts as 0: whoever knows it awards the achievement.
    cross join lateral (
        select
            min(
                floor(
                    100 * least(1, coalesce((to_jsonb(ranking) ->> metric.key)::numeric, 0)
                        / metric.value::numeric)
                )
            )::integer as progress_percent
        from jsonb_each_text(achievement.requirements) as metric (key, value)
    ) as requirement
    cross join lateral (
        select
            count(*) as times_earned,
            max(student_achievement.earned_at) as last_earned_at
        from public.student_achievements as student_achievement
        where
            student_achievement.user_id = ranking.user_id
            and student_achievement.organization_id = ranking.organization_id
            and student_achievement.achievement_id = achievement.id
    ) as earned
    where
        ranking.user_id = p_user_id
        and ranking.organization_id = p_organization_id
        and achievement.is_active
    order by achievement.category, achievement.code, achievement.id;
end;

comment on function public.check_user_achievements(uuid, uuid) is
    'Progress of a user in percent (0 to 100) towards each achievement open to them.';

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
