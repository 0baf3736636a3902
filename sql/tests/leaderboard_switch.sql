-- Enrolled today: two referrals of Anvar, one of Barno, one of Charos of the second school; a year
-- ago two of Gulnora. Every award is 100 points.
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
    md5('referral ' || referral.number)::uuid,
    ranking.organization_id,
    ranking.user_id,
    ranking.user_type,
    'Somebody',
    '+998901234567',
    referral.status,
    case
        when referral.status = 'enrolled'
            then (now() at time zone 'UTC')::date - referral.days_ago
    end
from (
    values
        (1, '10000000-0000-4000-8000-000000000001', 'enrolled', 0),
        (2, '10000000-0000-4000-8000-000000000001', 'enrolled', 0),
        (3, '10000000-0000-4000-8000-000000000002', 'enrolled', 0),
        (4, '10000000-0000-4000-8000-000000000003', 'enrolled', 0),
        (5, '20000000-0000-4000-8000-000000000001', 'enrolled', 365),
        (6, '20000000-0000-4000-8000-000000000001', 'enrolled', 365),
        (7, '10000000-0000-4000-8000-000000000002', 'contacted', 0)
) as referral (number, referrer_id, status, days_ago)
inner join public.user_rankings as ranking
    on ranking.user_id = referral.referrer_id::uuid;

create function pg_temp.read_all()
returns jsonb
language sql
as $$
    select
        jsonb_agg(
            to_jsonb(leader) || jsonb_build_object('p', board.period, 'l', board.p_limit)
            order by board.period, board.p_limit, leader.rank, leader.user_id
        )
    from (
        select
            period.period,
            bound.p_limit
        from (values ('all'), ('month'), ('week')) as period (period)
        cross join (values (1), (2), (100)) as bound (p_limit)
    ) as board
    cross join lateral public.get_referral_leaderboard_cached(
        '00000000-0000-4000-8000-00000000000a',
        board.period,
        board.p_limit
    ) as leader
$$;

create function pg_temp.read_plain()
returns jsonb
language sql
as $$
    select
        jsonb_agg(
            to_jsonb(leader) || jsonb_build_object('p', board.period, 'l', board.p_limit)
            order by board.period, board.p_limit, leader.rank, leader.user_id
        )
    from (
        select
            period.period,
            bound.p_limit
        from (values ('all'), ('month'), ('week')) as period (period)
        cross join (values (1), (2), (100)) as bound (p_limit)
    ) as board
    cross join lateral public.get_referral_leaderboard(
        '00000000-0000-4000-8000-00000000000a',
        board.period,
        board.p_limit
    ) as leader
$$;

create function pg_temp.count_built_and_served()
returns text
language sql
volatile
as $$
    select
        concat_ws(
            ' ',
            coalesce(pg_sequence_last_value('public.referral_leaderboard_misses'), 0),
            coalesce(pg_sequence_last_value('public.referral_leaderboard_hits'), 0)
        )
$$;

-- A sequence is part of no transaction: what the tests before have counted is still there.
alter sequence public.referral_leaderboard_hits restart;
alter sequence public.referral_leaderboard_misses restart;

-- test: With the cache off nothing is stored, and every period and limit gives the same rows.
set local app.leaderboard_cache = 'off';
create temporary table uncached as select pg_temp.read_all() as boards;
select count(*) = 0 from public.referral_leaderboard_cache;
set local app.leaderboard_cache = 'on';
create temporary table cached as
select
    pg_temp.read_all() as boards,
    pg_temp.read_all() as again;
select count(*) = 3 from public.referral_leaderboard_cache;
select
    uncached.boards = cached.boards
    and uncached.boards = cached.again
    and uncached.boards = pg_temp.read_plain()
    and jsonb_array_length(uncached.boards) = 16
from uncached
cross join cached;

-- test: With the cache off what it holds is not served.
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
    now(),
    now() + interval '1 minute'
);
set local app.leaderboard_cache = 'off';
select count(*) = 3
from public.get_referral_leaderboard_cached('00000000-0000-4000-8000-00000000000a') as leader;
set local app.leaderboard_cache = 'on';
select count(*) = 0
from public.get_referral_leaderboard_cached('00000000-0000-4000-8000-00000000000a') as leader;

-- test: A change while the cache is off is seen when it is on again.
select pg_temp.read_all() is not null;
set local app.leaderboard_cache = 'off';
update public.student_referrals set status = 'enrolled' where id = md5('referral 7')::uuid;
set local app.leaderboard_cache = 'on';
select leader.full_name = 'Anvar' and leader.successful_referrals = 2
from public.get_referral_leaderboard_cached(
    '00000000-0000-4000-8000-00000000000a', 'all', 1
) as leader;
select pg_temp.read_all() = pg_temp.read_plain();

-- test: A leaderboard that is built is a miss, one that is served a hit.
select pg_temp.count_built_and_served() = '0 0';
select count(*) = 3
from public.get_referral_leaderboard_cached('00000000-0000-4000-8000-00000000000a') as leader;
select pg_temp.count_built_and_served() = '1 0';
select count(*) = 3
from public.get_referral_leaderboard_cached('00000000-0000-4000-8000-00000000000a') as leader;
select count(*) = 1
from public.get_referral_leaderboard_cached(
    '00000000-0000-4000-8000-00000000000a', 'all', 1
) as leader;
select pg_temp.count_built_and_served() = '1 2';

-- test: With the cache off nothing is counted.
set local app.leaderboard_cache = 'off';
select count(*) = 3
from public.get_referral_leaderboard_cached('00000000-0000-4000-8000-00000000000a') as leader;
select pg_temp.count_built_and_served() = '0 0';

-- test: What a transaction that cannot write was served is not counted.
set transaction read only;
select count(*) = 3
from public.get_referral_leaderboard_cached('00000000-0000-4000-8000-00000000000a') as leader;
select pg_temp.count_built_and_served() = '0 0';

-- test: The hit rate is that since the last sample before the window.
insert into public.referral_cache_samples (sampled_at, hits, misses)
values
    (now() - interval '2 hours', 0, 0),
    (now() - interval '20 minutes', 100, 60),
    (now() - interval '10 minutes', 150, 70);
select setval('public.referral_leaderboard_hits', 190);
select setval('public.referral_leaderboard_misses', 70);
select rate.hits = 90 and rate.misses = 10 and rate.hit_rate = 90.00
from public.get_referral_cache_hit_rate('15 minutes') as rate;
select rate.hits = 40 and rate.misses = 0 and rate.hit_rate = 100.00
from public.get_referral_cache_hit_rate('5 minutes') as rate;

-- test: Without a sample that is old enough the rate is since the first one.
insert into public.referral_cache_samples (sampled_at, hits, misses)
values (now() - interval '10 minutes', 10, 0);
select setval('public.referral_leaderboard_hits', 11);
select setval('public.referral_leaderboard_misses', 3);
select rate.hits = 1 and rate.misses = 3 and rate.hit_rate = 25.00
from public.get_referral_cache_hit_rate() as rate;

-- test: Without any sample the rate is since ever, and none where nothing was counted.
select rate.hits = 0 and rate.misses = 0 and rate.hit_rate is null and rate.since is null
from public.get_referral_cache_hit_rate() as rate;
select setval('public.referral_leaderboard_misses', 2);
select rate.misses = 2 and rate.hit_rate = 0
from public.get_referral_cache_hit_rate() as rate;

-- test: Counters that have begun anew count from 0.
insert into public.referral_cache_samples (sampled_at, hits, misses)
values (now() - interval '1 hour', 5000, 100);
select setval('public.referral_leaderboard_hits', 30);
select setval('public.referral_leaderboard_misses', 10);
select rate.hits = 30 and rate.misses = 10 and rate.hit_rate = 75.00
from public.get_referral_cache_hit_rate() as rate;

-- test: A sample has the counters as they are, at most one a minute, and 30 days are kept.
insert into public.referral_cache_samples (sampled_at, hits, misses)
values
    (now() - interval '31 days', 0, 0),
    (now() - interval '29 days', 1, 0);
select setval('public.referral_leaderboard_hits', 7);
select public.sample_referral_cache();
select not public.sample_referral_cache();
select array_agg(sample.hits order by sample.sampled_at) = '{1,7}'
from public.referral_cache_samples as sample;
