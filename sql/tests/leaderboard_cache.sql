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

create function pg_temp.enroll_for_barno() returns void language sql as $$
    update public.student_referrals
    set status = 'enrolled'
    where id = '30000000-0000-4000-8000-000000000009'
$$;

-- test: The first reader stores the leaderboard for 5 minutes.
select pg_temp.read_board('all', 1) = '1 Anvar student 2/200';
select
    cache.cache_key = 'referral_leaderboard:all'
    and jsonb_array_length(cache.cache_data) = 3
    and cache.expires_at = cache.created_at + interval '5 minutes'
    and cache.created_at between now() and clock_timestamp()
from public.referral_leaderboard_cache as cache;

-- test: A month's leaderboard lives 5 minutes, or until the month is over.
select pg_temp.read_board('month', 1) is not null;
select
    cache.expires_at = least(
        cache.created_at + interval '5 minutes',
        (date_trunc('month', now() at time zone 'UTC') + interval '1 month') at time zone 'UTC'
    )
from public.referral_leaderboard_cache as cache;

-- test: A fresh leaderboard is served as it was stored.
insert into public.referral_leaderboard_cache (
    organization_id,
    cache_key,
    cache_data,
    created_at,
    expires_at
)
values (
    '00000000-0000-4000-8000-00000000000a',
    'referral_leaderboard:all',
    '[{"rank": 1, "user_id": "10000000-0000-4000-8000-000000000001", "user_type": "student",
        "full_name": "Stored", "successful_referrals": 9, "referral_points": 900}]',
    now(),
    now() + interval '1 minute'
);
select pg_temp.read_board('all', 10) = '1 Stored student 9/900';

-- test: A leaderboard whose time is over is rebuilt in its place.
insert into public.referral_leaderboard_cache (
    organization_id,
    cache_key,
    cache_data,
    created_at,
    expires_at
)
values (
    '00000000-0000-4000-8000-00000000000a',
    'referral_leaderboard:all',
    '[]',
    now() - interval '6 minutes',
    now() - interval '1 minute'
);
select pg_temp.read_board('all', 1) = '1 Anvar student 2/200';
select count(*) = 1 and bool_and(cache.expires_at > clock_timestamp())
from public.referral_leaderboard_cache as cache;

-- test: Every limit reads the one row of its period.
select pg_temp.read_board('all', 1) = '1 Anvar student 2/200';
select pg_temp.read_board('all', 2) = '1 Anvar student 2/200, 1 Barno student 2/200';
select count(*) = 1 from public.referral_leaderboard_cache;

-- test: An enrollment ends the life of all periods of its school, and the next reader sees it.
-- Barno's third: 300 points.
select pg_temp.read_board(board.period, 1) = '1 Anvar student 2/200'
from (values ('all'), ('month'), ('week')) as board (period);
select pg_temp.enroll_for_barno();
select bool_and(cache.expires_at <= clock_timestamp())
from public.referral_leaderboard_cache as cache;
select pg_temp.read_board('all', 1) = '1 Barno student 3/300';
select pg_temp.read_board('week', 2) = '1 Anvar student 2/200, 1 Barno student 2/200';

-- test: An enrollment leaves other schools' leaderboards alone.
select count(*) = 1
from public.get_referral_leaderboard_cached('00000000-0000-4000-8000-00000000000b') as leader;
select pg_temp.enroll_for_barno();
select cache.expires_at > clock_timestamp()
from public.referral_leaderboard_cache as cache
where cache.organization_id = '00000000-0000-4000-8000-00000000000b';

-- test: A bulk ends the life of its school's leaderboards as well.
select pg_temp.read_board('all', 1) is not null;
select result.processed = 1
from public.bulk_process_referrals(array['30000000-0000-4000-8000-000000000009'::uuid]) as result;
select pg_temp.read_board('all', 1) = '1 Barno student 3/300';

-- test: Referrals that are entered, moved to contacted or declined leave the leaderboard as it is.
select pg_temp.read_board('all', 1) is not null;
insert into public.student_referrals (
    organization_id,
    referrer_id,
    referrer_type,
    referred_student_name,
    referred_student_phone
)
values (
    '00000000-0000-4000-8000-00000000000a',
    '10000000-0000-4000-8000-000000000001',
    'student',
    'Somebody',
    '+998901234567'
);
update public.student_referrals
set status = case status when 'pending' then 'contacted' else 'declined' end
where status in ('pending', 'contacted');
select cache.expires_at > clock_timestamp()
from public.referral_leaderboard_cache as cache;

-- test: A transaction that cannot write is answered without the cache.
set transaction read only;
select
    pg_temp.read_board('all', 10)
    = '1 Anvar student 2/200, 1 Barno student 2/200, 1 Gulnora teacher 2/200';
select count(*) = 0 from public.referral_leaderboard_cache;

-- test: The clean-up deletes what has expired and nothing else.
insert into public.referral_leaderboard_cache (
    organization_id,
    cache_key,
    cache_data,
    created_at,
    expires_at
)
values
    (
        '00000000-0000-4000-8000-00000000000a',
        'old', '[]', now() - interval '6 minutes', now() - interval '1 minute'
    ),
    (
        '00000000-0000-4000-8000-00000000000b',
        'old', '[]', now() - interval '2 days', now() - interval '1 day'
    ),
    (
        '00000000-0000-4000-8000-00000000000a',
        'new', '[]', now() - interval '1 minute', now() + interval '4 minutes'
    );
select public.clean_referral_leaderboard_cache() = 2;
select public.clean_referral_leaderboard_cache() = 0;
select array_agg(cache.cache_key) = '{new}'
from public.referral_leaderboard_cache as cache;
