-- Two schools; their leaderboards are empty.
insert into public.organizations (id, name, slug, timezone)
values
    ('00000000-0000-4000-8000-00000000000a', 'First', 'first', 'UTC'),
    ('00000000-0000-4000-8000-00000000000b', 'Second', 'second', 'UTC');

insert into public.students (id, organization_id, code, full_name)
values
    (
        '10000000-0000-4000-8000-000000000001',
        '00000000-0000-4000-8000-00000000000a', '1', 'Anvar'
    ),
    (
        '10000000-0000-4000-8000-000000000002',
        '00000000-0000-4000-8000-00000000000a', '2', 'Barno'
    ),
    (
        '10000000-0000-4000-8000-000000000003',
        '00000000-0000-4000-8000-00000000000b', '3', 'Charos'
    );

insert into public.teachers (id, organization_id, code, full_name)
values
    (
        '20000000-0000-4000-8000-000000000001',
        '00000000-0000-4000-8000-00000000000a', '1', 'Gulnora'
    );

insert into public.user_rankings (user_id, organization_id, user_type)
select
    student.id,
    student.organization_id,
    'student'
from public.students as student
union all
select
    teacher.id,
    teacher.organization_id,
    'teacher'
from public.teachers as teacher;

-- test: A period other than all, month and week is refused.
-- error: RD008
select leader.rank
from public.get_referral_leaderboard_cached(
    '00000000-0000-4000-8000-00000000000a',
    'year'
) as leader;

-- test: No period is refused.
-- error: RD008
select leader.rank
from public.get_referral_leaderboard_cached('00000000-0000-4000-8000-00000000000a', null) as leader;

-- test: The plain form refuses an unknown period too.
-- error: RD008
select leader.rank
from public.get_referral_leaderboard('00000000-0000-4000-8000-00000000000a', 'year') as leader;

-- test: A limit of 0 is refused.
-- error: RD009
select leader.rank
from public.get_referral_leaderboard_cached(
    '00000000-0000-4000-8000-00000000000a',
    'all',
    0
) as leader;

-- test: A limit above 100 is refused.
-- error: RD009
select leader.rank
from public.get_referral_leaderboard_cached(
    '00000000-0000-4000-8000-00000000000a',
    'all',
    101
) as leader;

-- test: No limit is refused.
-- error: RD009
select leader.rank
from public.get_referral_leaderboard_cached(
    '00000000-0000-4000-8000-00000000000a',
    'all',
    null
) as leader;

-- test: The plain form refuses a negative limit too.
-- error: RD009
select leader.rank
from public.get_referral_leaderboard('00000000-0000-4000-8000-00000000000a', 'all', -1) as leader;

-- test: A school that does not exist is not found.
-- error: RD006
select leader.rank
from public.get_referral_leaderboard_cached('0fffffff-0000-4000-8000-00000000000a') as leader;

-- test: No school is not found.
-- error: RD006
select leader.rank
from public.get_referral_leaderboard_cached(null) as leader;

-- test: A deleted school is not found.
-- error: RD006
update public.organizations
set deleted_at = now()
where id = '00000000-0000-4000-8000-00000000000b';
select leader.rank
from public.get_referral_leaderboard_cached('00000000-0000-4000-8000-00000000000b') as leader;

-- test: The plain form does not find an unknown school either.
-- error: RD006
select leader.rank
from public.get_referral_leaderboard('0fffffff-0000-4000-8000-00000000000a') as leader;
