-- Asked at 20:00 UTC on 31 May, 01:00 on 1 June in Tashkent, for 30 days: from 1 May, 20:00 UTC.
insert into public.organizations (id, name, slug, timezone, deleted_at)
values
    ('00000000-0000-4000-8000-00000000000a', 'First', 'first', 'Asia/Tashkent', null),
    ('00000000-0000-4000-8000-00000000000b', 'Second', 'second', 'Asia/Tashkent', null),
    ('00000000-0000-4000-8000-00000000000c', 'Closed', 'closed', 'Asia/Tashkent', now());

insert into public.students (
    id,
    organization_id,
    code,
    full_name,
    status,
    deleted_at
)
select
    ('10000000-0000-4000-8000-00000000000' || student.code)::uuid,
    ('00000000-0000-4000-8000-00000000000' || student.organization)::uuid,
    student.code,
    student.full_name,
    student.status,
    student.deleted_at
from (
    values
        ('1', 'a', 'Anvar', 'active', null),
        ('2', 'a', 'Barno', 'active', null),
        ('3', 'a', 'Charos', 'graduated', null),
        ('4', 'a', 'Dilnoza', 'active', now())
) as student (code, organization, full_name, status, deleted_at);

insert into public.teachers (
    id,
    organization_id,
    code,
    full_name,
    status
)
select
    ('20000000-0000-4000-8000-00000000000' || teacher.code)::uuid,
    ('00000000-0000-4000-8000-00000000000' || teacher.organization)::uuid,
    teacher.code,
    teacher.full_name,
    teacher.status
from (
    values
        ('1', 'a', 'Gulnora', 'active'),
        ('2', 'a', 'Helen', 'on_leave')
) as teacher (code, organization, full_name, status);

insert into public.user_rankings (
    user_id,
    organization_id,
    user_type,
    total_points
)
select
    (ranking.kind || '0000000-0000-4000-8000-00000000000' || ranking.code)::uuid,
    ('00000000-0000-4000-8000-00000000000' || ranking.organization)::uuid,
    case ranking.kind when '1' then 'student' else 'teacher' end,
    ranking.total_points
from (
    values
        ('1', '1', 'a', 100),
        ('1', '2', 'a', 50),
        ('1', '3', 'a', 50),
        ('2', '1', 'a', 999)
) as ranking (kind, code, organization, total_points);

insert into public.points_transactions (
    organization_id,
    user_id,
    transaction_type,
    points_amount,
    category,
    created_at
)
select
    '00000000-0000-4000-8000-00000000000a',
    '10000000-0000-4000-8000-000000000001',
    'adjustment',
    point.amount,
    'homework',
    point.created_at::timestamptz
-- The first moment is outside, the last one inside.
from (
    values
        (1000, '2026-05-01 20:00:00+00'),
        (30, '2026-05-01 20:00:01+00'),
        (-10, '2026-05-15 08:00:00+00'),
        (5, '2026-05-31 20:00:00+00'),
        (1000, '2026-05-31 20:00:01+00')
) as point (amount, created_at);

insert into public.achievements (
    id,
    organization_id,
    code,
    name,
    description,
    category,
    target_user_type,
    badge_color,
    requirements
)
values (
    '30000000-0000-4000-8000-000000000001',
    '00000000-0000-4000-8000-00000000000a',
    'monthly',
    'Monthly',
    'Each month',
    'homework',
    'student',
    'bronze',
    '{"total_points": 1}'
);

insert into public.student_achievements (
    user_id,
    organization_id,
    achievement_id,
    period,
    earned_at
)
select
    '10000000-0000-4000-8000-000000000001',
    '00000000-0000-4000-8000-00000000000a',
    '30000000-0000-4000-8000-000000000001',
    earned.period,
    earned.earned_at::timestamptz
from (
    values
        ('2026-04', '2026-04-30 08:00:00+00'),
        ('2026-05', '2026-05-30 08:00:00+00')
) as earned (period, earned_at);

insert into public.user_goals (
    organization_id,
    user_id,
    title,
    target_value,
    status,
    due_date
)
select
    '00000000-0000-4000-8000-00000000000a',
    ('10000000-0000-4000-8000-00000000000' || goal.code)::uuid,
    goal.title,
    5,
    goal.status,
    goal.due_date::date
from (
    values
        ('1', 'over yesterday', 'active', '2026-05-31'),
        ('1', 'over tonight', 'active', '2026-06-01'),
        ('2', 'open', 'active', null),
        ('2', 'given up', 'abandoned', '2026-01-01')
) as goal (code, title, status, due_date);

-- test: One row sums the organization up as of the moment that is asked for.
select
    dashboard.active_students = 2 as students,
    dashboard.active_teachers = 1 as teachers,
    -- 200 points of 3 students, the teacher's not counted.
    dashboard.average_points = 66.67 as average,
    -- 30 - 10 + 5.
    dashboard.recent_points = 25 as points,
    dashboard.recent_achievements = 1 as achievements,
    dashboard.active_goals = 3 as goals,
    dashboard.overdue_goals = 1 as overdue
from public.get_admin_dashboard(
    '00000000-0000-4000-8000-00000000000a', '2026-05-31 20:00:00+00', 30
) as dashboard;

-- test: The number of days moves the start of what counts as recent.
select
    -- -10 and 5 are left when the start is 10 May.
    dashboard.recent_points = -5 as points,
    dashboard.recent_achievements = 1 as achievements
from public.get_admin_dashboard(
    '00000000-0000-4000-8000-00000000000a', '2026-05-31 20:00:00+00', 21
) as dashboard;

-- test: An organization without anybody has zeros, and no average.
select
    dashboard.active_students = 0 as students,
    dashboard.average_points is null as average,
    dashboard.recent_points = 0 as points,
    dashboard.overdue_goals = 0 as overdue
from public.get_admin_dashboard('00000000-0000-4000-8000-00000000000b') as dashboard;

-- test: A deleted and an unknown organization have no dashboard.
select count(*) = 0 from public.get_admin_dashboard('00000000-0000-4000-8000-00000000000c');
select count(*) = 0 from public.get_admin_dashboard('00000000-0000-4000-8000-00000000000d');
