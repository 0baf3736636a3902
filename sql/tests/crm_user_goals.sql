-- It is 20:00 UTC on 31 May, and 01:00 on 1 June in Tashkent, wherever a test asks.
insert into public.organizations (id, name, slug, timezone)
values
    ('00000000-0000-4000-8000-00000000000a', 'First', 'first', 'Asia/Tashkent'),
    ('00000000-0000-4000-8000-00000000000b', 'Second', 'second', 'Europe/London');

insert into public.students (id, organization_id, code, full_name)
values
    ('10000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-00000000000a', '1', 'Anvar'),
    ('10000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-00000000000b', '2', 'Barno');

insert into public.user_rankings (user_id, organization_id, user_type)
values
    ('10000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-00000000000a', 'student'),
    ('10000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-00000000000b', 'student');

insert into public.user_goals (
    organization_id, user_id, title, target_value, current_value, status, due_date, completed_at
)
values
    ('00000000-0000-4000-8000-00000000000a', '10000000-0000-4000-8000-000000000001',
     'thirds', 3, 2, 'active', '2026-05-31', null),
    ('00000000-0000-4000-8000-00000000000a', '10000000-0000-4000-8000-000000000001',
     'beyond', 10, 25, 'completed', '2026-05-01', '2026-04-20 08:00:00+00'),
    ('00000000-0000-4000-8000-00000000000a', '10000000-0000-4000-8000-000000000001',
     'open', 50, 0, 'active', null, null),
    ('00000000-0000-4000-8000-00000000000b', '10000000-0000-4000-8000-000000000002',
     'thirds', 3, 2, 'active', '2026-05-31', null);

-- test: Goals come by due date, those without one last, with whole percents of at most 100.
select
    array_agg(goal.title order by goal.position) = '{beyond,thirds,open}' as titles,
    array_agg(goal.progress_percent order by goal.position) = '{100,66,0}' as progress,
    array_agg(goal.current_value order by goal.position) = '{25,2,0}' as reached
from public.get_user_goal_progress(
    '10000000-0000-4000-8000-000000000001',
    '00000000-0000-4000-8000-00000000000a',
    '2026-05-31 20:00:00+00'
) with ordinality as goal (
    goal_id, title, status, current_value, target_value, progress_percent, due_date, is_overdue,
    position
);

-- test: The largest numbers have a percentage too.
update public.user_goals
set
    target_value = 2147483647,
    current_value = 2147483647;
select bool_and(goal.progress_percent = 100)
from public.get_user_goal_progress(
    '10000000-0000-4000-8000-000000000001',
    '00000000-0000-4000-8000-00000000000a',
    '2026-05-31 20:00:00+00'
) as goal;

-- test: A goal is overdue when its last day is over where the school is, and it is still active.
select goal.is_overdue = (goal.title = 'thirds')
from public.get_user_goal_progress(
    '10000000-0000-4000-8000-000000000001',
    '00000000-0000-4000-8000-00000000000a',
    '2026-05-31 20:00:00+00'
) as goal;

-- test: The same day is not yet over in London.
select not goal.is_overdue
from public.get_user_goal_progress(
    '10000000-0000-4000-8000-000000000002',
    '00000000-0000-4000-8000-00000000000b',
    '2026-05-31 20:00:00+00'
) as goal;

-- test: A user has no goals in an organization that is not theirs.
select count(*) = 0
from public.get_user_goal_progress(
    '10000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-00000000000b'
);

-- test: A completed goal says when it was completed.
-- error: 23514
insert into public.user_goals (organization_id, user_id, title, target_value, status)
values (
    '00000000-0000-4000-8000-00000000000a', '10000000-0000-4000-8000-000000000001',
    'claimed', 1, 'completed'
);
