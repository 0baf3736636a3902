-- Enrolled today: two referrals of Anvar, one of Barno, one of Charos of the second school. A year
-- ago: two of the teacher Gulnora, one of Barno. Every award is 100 points; pending ones count
-- for nothing.
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

insert into public.student_referrals (
    id,
    organization_id,
    referrer_id,
    referrer_type,
    referred_student_name,
    referred_student_phone,
    status,
    enrollment_date
)
select
    ('30000000-0000-4000-8000-00000000000' || referral.number)::uuid,
    ('00000000-0000-4000-8000-00000000000' || referral.organization)::uuid,
    (referral.kind || '0000000-0000-4000-8000-00000000000' || referral.code)::uuid,
    case referral.kind when 1 then 'student' else 'teacher' end,
    'Somebody',
    '+998901234567',
    referral.status,
    case
        when referral.status = 'enrolled'
            then (now() at time zone 'UTC')::date - referral.days_ago
    end
from (
    values
        (1, 'a', 1, 1, 'enrolled', 0),
        (2, 'a', 1, 1, 'enrolled', 0),
        (3, 'a', 1, 2, 'enrolled', 0),
        (4, 'a', 1, 2, 'enrolled', 365),
        (5, 'a', 2, 1, 'enrolled', 365),
        (6, 'a', 2, 1, 'enrolled', 365),
        (7, 'b', 1, 3, 'enrolled', 0),
        (8, 'a', 1, 1, 'pending', 0),
        (9, 'a', 1, 2, 'contacted', 0)
) as referral (number, organization, kind, code, status, days_ago);

create function pg_temp.read_board(p_period text, p_limit integer)
returns text
language sql
as $$
    select
        string_agg(
            format(
                '%s %s %s %s/%s',
                leader.rank,
                leader.full_name,
                leader.user_type,
                leader.successful_referrals,
                leader.referral_points
            ),
            ', '
        )
    from public.get_referral_leaderboard_cached(
        '00000000-0000-4000-8000-00000000000a',
        p_period,
        p_limit
    ) as leader
$$;

-- test: All time, equal ones share a rank and nobody of another school is listed.
-- Anvar 2 * 100, Barno 2 * 100, Gulnora 2 * 100: all of them first.
select
    pg_temp.read_board('all', 10)
    = '1 Anvar student 2/200, 1 Barno student 2/200, 1 Gulnora teacher 2/200';

-- test: This month and this week count what was enrolled since they began.
-- Anvar 2 * 100, Barno 1 * 100.
select pg_temp.read_board('month', 10) = '1 Anvar student 2/200, 2 Barno student 1/100';
select pg_temp.read_board('week', 10) = '1 Anvar student 2/200, 2 Barno student 1/100';

-- test: The limit cuts the list, and a shared rank leaves the next ones out.
-- One more for Gulnora, her third: 300 points; Anvar and Barno share the second rank.
insert into public.student_referrals (
    organization_id,
    referrer_id,
    referrer_type,
    referred_student_name,
    referred_student_phone,
    status
)
values (
    '00000000-0000-4000-8000-00000000000a',
    '20000000-0000-4000-8000-000000000001',
    'teacher',
    'Somebody',
    '+998901234567',
    'enrolled'
);
select pg_temp.read_board('all', 2) = '1 Gulnora teacher 3/300, 2 Anvar student 2/200';
select array_agg(leader.rank order by leader.rank) = '{1,2,2}'
from public.get_referral_leaderboard_cached('00000000-0000-4000-8000-00000000000a') as leader;

-- test: Who is deleted keeps the place and loses the name.
update public.students
set deleted_at = now()
where id = '10000000-0000-4000-8000-000000000001';
select leader.full_name is null and leader.successful_referrals = 2
from public.get_referral_leaderboard_cached('00000000-0000-4000-8000-00000000000a') as leader
where leader.user_id = '10000000-0000-4000-8000-000000000001';

-- test: A school without a success has an empty leaderboard, and it is cached too.
insert into public.organizations (id, name, slug)
values ('00000000-0000-4000-8000-00000000000c', 'New', 'new');
select count(*) = 0
from public.get_referral_leaderboard_cached('00000000-0000-4000-8000-00000000000c') as leader;
select cache.cache_data = '[]'
from public.referral_leaderboard_cache as cache
where cache.organization_id = '00000000-0000-4000-8000-00000000000c';

-- test: The plain form lists the same for every school, period and limit.
select
    count(*) = 12
    and bool_and(
        array(
            select leader
            from public.get_referral_leaderboard(
                organization.id,
                board.period,
                board.length
            ) as leader
        )::text
        = array(
            select leader
            from public.get_referral_leaderboard_cached(
                organization.id,
                board.period,
                board.length
            ) as leader
        )::text
    )
from public.organizations as organization
cross join (
    values ('all', 1), ('all', 100), ('month', 1), ('month', 100), ('week', 1), ('week', 100)
) as board (period, length);

-- test: A month begins on its first day, a week on its Monday, where the school is.
update public.organizations
set timezone = 'Pacific/Kiritimati'
where id = '00000000-0000-4000-8000-00000000000a';
select
    public.get_referral_period_start(organization.id, 'all') is null
    and to_char(public.get_referral_period_start(organization.id, 'month'), 'YYYY-MM-DD')
    = to_char(now() at time zone 'Pacific/Kiritimati', 'YYYY-MM-01')
    and extract(isodow from public.get_referral_period_start(organization.id, 'week')) = 1
    and (now() at time zone 'Pacific/Kiritimati')::date
    - public.get_referral_period_start(organization.id, 'week') between 0 and 6
from public.organizations as organization
where organization.id = '00000000-0000-4000-8000-00000000000a';
