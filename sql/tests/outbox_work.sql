-- allow: style/LT02 sqlfluff would break a sum and a range behind their first word
-- allow: style/LT09 one target that does not fit beside its select

-- Anvar made 9 referrals that are contacted, Barno one, Charos of the second school one.
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
    status
)
select
    md5('referral ' || number)::uuid,
    ranking.organization_id,
    ranking.user_id,
    'student',
    'Somebody',
    '+998901234567',
    'contacted'
from generate_series(1, 11) as number
inner join public.user_rankings as ranking
    on
        ranking.user_id = case
            when number <= 9 then '10000000-0000-4000-8000-000000000001'
            when number = 10 then '10000000-0000-4000-8000-000000000002'
            else '10000000-0000-4000-8000-000000000003'
        end::uuid;

create function pg_temp.enter(p_topic text, p_payload jsonb default '{}')
returns bigint
language sql
as $$
    insert into public.referral_outbox (organization_id, topic, payload, available_at)
    values ('00000000-0000-4000-8000-00000000000a', p_topic, p_payload, now() - interval '1 hour')
    returning referral_outbox.id
$$;

create function pg_temp.read_outbox()
returns text
language sql
as $$
    select
        string_agg(
            concat_ws(
                ' ',
                organization.slug,
                work.topic,
                jsonb_array_length(work.payload -> 'user_ids'),
                work.payload ->> 'since'
            ),
            ', '
            order by organization.slug, work.topic, work.payload
        )
    from public.referral_outbox as work
    inner join public.organizations as organization
        on organization.id = work.organization_id
$$;

-- test: Referrals that are entered leave no work.
select count(*) = 0 from public.referral_outbox;

-- test: An enrollment leaves its referrer's achievements and the analytics' age to the outbox.
update public.student_referrals
set
    status = 'enrolled',
    enrollment_date = '2026-03-31'
where id = md5('referral 10')::uuid;
select pg_temp.read_outbox() = 'first award_achievements 1 2026-03-01, first refresh_analytics';
select work.payload -> 'user_ids' = '["10000000-0000-4000-8000-000000000002"]'
from public.referral_outbox as work
where work.topic = 'award_achievements';

-- test: A move that is no enrollment leaves the analytics' age only.
update public.student_referrals set status = 'declined' where id = md5('referral 10')::uuid;
select pg_temp.read_outbox() = 'first refresh_analytics';

-- test: A statement leaves a row of each kind a school, however many it moves.
-- The earliest of the enrollments says from where on months are judged.
update public.student_referrals
set
    status = 'enrolled',
    enrollment_date = case
        when referrer_id = '10000000-0000-4000-8000-000000000002' then '2026-02-28'::date
        else '2026-03-31'
    end;
select
    pg_temp.read_outbox()
    = 'first award_achievements 2 2026-02-01, first refresh_analytics, '
    'second award_achievements 1 2026-03-01, second refresh_analytics';

-- test: What is undone leaves no work.
do $$
begin
    update public.student_referrals set status = 'enrolled';
    raise exception using errcode = 'RDTST';
exception
    when sqlstate 'RDTST' then null;
end;
$$;
select count(*) = 0 from public.referral_outbox;
select current_setting('referral_moves.noted', true) is not distinct from null
    or current_setting('referral_moves.noted', true) = '';

-- test: A bulk leaves work once, and none when it is repeated.
select result.processed = 11
from public.bulk_process_referrals(
    array(select referral.id from public.student_referrals as referral)
) as result;
select count(*) = 4 from public.referral_outbox;
select result.processed = 11
from public.bulk_process_referrals(
    array(select referral.id from public.student_referrals as referral)
) as result;
select count(*) = 4 from public.referral_outbox;

-- test: More than 500 referrers are several pieces of work.
insert into public.students (id, organization_id, code, full_name)
select
    md5('student ' || number)::uuid,
    '00000000-0000-4000-8000-00000000000a',
    'S' || number,
    'Somebody'
from generate_series(1, 1001) as number;
insert into public.user_rankings (user_id, organization_id, user_type)
select
    student.id,
    student.organization_id,
    'student'
from public.students as student
where student.code like 'S%';
insert into public.student_referrals (
    organization_id,
    referrer_id,
    referrer_type,
    referred_student_name,
    referred_student_phone,
    status,
    enrollment_date
)
select
    student.organization_id,
    student.id,
    'student',
    'Somebody',
    '+998901234567',
    'enrolled',
    '2026-03-31'
from public.students as student
where student.code like 'S%';
select
    pg_temp.read_outbox()
    = 'first award_achievements 1 2026-03-01, first award_achievements 500 2026-03-01, '
    'first award_achievements 500 2026-03-01, first refresh_analytics';

-- test: A worker does what is due, and marks it as done.
-- Anvar: 9 of 9 in one month: monthly_referrer and quality_referrer.
update public.student_referrals
set status = 'enrolled'
where referrer_id = '10000000-0000-4000-8000-000000000001';
select result.processed = 2 and result.failed = 0 and result.postponed = 0
from public.process_referral_outbox() as result;
select bool_and(work.processed_at >= work.created_at and work.attempts = 0) and count(*) = 2
from public.referral_outbox as work;
select
    array_agg(achievement.code order by achievement.code)
    = '{first_referral,monthly_referrer,quality_referrer,referral_ambassador}'
from public.student_achievements as earned
inner join public.achievements as achievement
    on achievement.id = earned.achievement_id
where earned.user_id = '10000000-0000-4000-8000-000000000001';
select result.processed = 0 from public.process_referral_outbox() as result;

-- test: Work that is done twice is as if done once.
update public.student_referrals set status = 'enrolled';
select result.processed = 4 from public.process_referral_outbox() as result;
create temporary table before as
select
    ranking.user_id,
    ranking.available_coins,
    ranking.total_points
from public.user_rankings as ranking;
update public.referral_outbox set processed_at = null;
select result.processed = 4 from public.process_referral_outbox() as result;
select
    bool_and(
        ranking.available_coins = before.available_coins
        and ranking.total_points = before.total_points
    )
from public.user_rankings as ranking
inner join before
    on before.user_id = ranking.user_id;

-- test: A worker takes no more than it is asked to, the oldest first.
create temporary table entered as
select pg_temp.enter('refresh_analytics') as id from generate_series(1, 5);
select result.processed = 2 from public.process_referral_outbox(2) as result;
select array_agg(work.processed_at is not null order by work.id) = '{t,t,f,f,f}'
from public.referral_outbox as work;

-- test: Work that fails fails alone, is put off and says why.
select pg_temp.enter('refresh_analytics');
select pg_temp.enter('no_such_topic');
select pg_temp.enter('award_achievements', '{"user_ids": ["no id"], "since": "2026-01-01"}');
select pg_temp.enter('refresh_analytics');
select result.processed = 2 and result.failed = 2 from public.process_referral_outbox() as result;
select
    bool_and(
        work.attempts = 1
        and work.available_at between now() + interval '1 minute'
            and clock_timestamp() + interval '1 minute'
    )
    and string_agg(work.last_error, '; ' order by work.id)
    = 'RD031: unknown topic; 22P02: invalid input syntax for type uuid: "no id"'
from public.referral_outbox as work
where work.processed_at is null;

-- test: Each failure doubles the wait, up to a day.
select pg_temp.enter('no_such_topic');
create temporary table wait as
select
    number,
    null::interval as put_off
from generate_series(1, 13) as number;
do $$
begin
    for v_number in 1..13 loop
        update public.referral_outbox set available_at = clock_timestamp();
        perform public.process_referral_outbox(1, 100);
        update wait
        set put_off = (
            select work.available_at - clock_timestamp()
            from public.referral_outbox as work
        )
        where wait.number = v_number;
    end loop;
end;
$$;
select
    array_agg(round(extract(epoch from wait.put_off) / 60) order by wait.number)
    = '{1,2,4,8,16,32,64,128,256,512,1024,1440,1440}'
from wait;

-- test: After the last attempt work is a dead letter, which nobody tries again.
select pg_temp.enter('no_such_topic');
do $$
begin
    for v_number in 1..8 loop
        update public.referral_outbox
        set available_at = clock_timestamp()
        where available_at < 'infinity';
        perform public.process_referral_outbox();
    end loop;
end;
$$;
select
    work.attempts = 8
    and work.available_at = 'infinity'
    and work.processed_at is null
    and work.last_error = 'RD031: unknown topic'
from public.referral_outbox as work;
select result.processed + result.failed = 0 from public.process_referral_outbox() as result;

-- test: Seven failures are no dead letter yet.
select pg_temp.enter('no_such_topic');
update public.referral_outbox set attempts = 6;
select result.failed = 1 from public.process_referral_outbox() as result;
select work.attempts = 7 and work.available_at < 'infinity' from public.referral_outbox as work;

-- test: Dead letters that are put back are due at once, with all attempts before them.
create temporary table entered as
select
    pg_temp.enter('no_such_topic') as id,
    number
from generate_series(1, 3) as number;
select result.failed = 3 from public.process_referral_outbox(100, 1) as result;
select
    public.retry_dead_referral_work(array(select entered.id from entered where entered.number = 2))
    = 1;
select
    array_agg(work.available_at < 'infinity' order by work.id) = '{f,t,f}'
    and array_agg(work.attempts order by work.id) = '{1,0,1}'
from public.referral_outbox as work;
select public.retry_dead_referral_work() = 2;
select public.retry_dead_referral_work() = 0;
update public.referral_outbox set topic = 'refresh_analytics';
select result.processed = 3 from public.process_referral_outbox() as result;

-- test: Work that waits or is done is not put back.
select pg_temp.enter('refresh_analytics');
select public.retry_dead_referral_work() = 0;
select result.processed = 1 from public.process_referral_outbox() as result;
select public.retry_dead_referral_work() = 0;

-- test: The scheduled run does a batch of a hundred and says whether there may be more.
create temporary table entered as
select pg_temp.enter('refresh_analytics') as id from generate_series(1, 120);
select public.drain_referral_outbox_batch();
select count(*) = 20 from public.referral_outbox as work where work.processed_at is null;
select not public.drain_referral_outbox_batch();
select count(*) = 0 from public.referral_outbox as work where work.processed_at is null;

-- test: The clean-up deletes what was done a week ago, and nothing that waits.
select pg_temp.enter('refresh_analytics') from generate_series(1, 4);
update public.referral_outbox
set
    created_at = now() - interval '30 days',
    processed_at = case id % 4
        when 0 then now() - interval '8 days'
        when 1 then now() - interval '7 days 1 minute'
        when 2 then now() - interval '6 days 23 hours'
    end;
select public.clean_referral_outbox() = 2;
select public.clean_referral_outbox() = 0;
select count(*) = 2 from public.referral_outbox;

-- test: A moved status makes the analytics stale once the outbox was worked on, until a refresh.
select public.refresh_referral_analytics();
update public.student_referrals set status = 'declined' where id = md5('referral 10')::uuid;
select refresh.stale_since is null from public.referral_view_refreshes as refresh;
select result.processed = 1 from public.process_referral_outbox() as result;
select refresh.stale_since = now() from public.referral_view_refreshes as refresh;
select public.refresh_referral_analytics();
select refresh.stale_since is null from public.referral_view_refreshes as refresh;

-- test: The first move that the analytics do not show is the one that they are stale since.
select public.refresh_referral_analytics();
select pg_temp.enter('refresh_analytics') from generate_series(1, 3);
update public.referral_outbox set created_at = now() - id * interval '1 minute';
select result.processed = 3 from public.process_referral_outbox() as result;
select refresh.stale_since = (select min(work.created_at) from public.referral_outbox as work)
from public.referral_view_refreshes as refresh;

-- test: Stale analytics are refreshed though nothing is seen to have changed.
select public.refresh_referral_analytics();
select not public.refresh_referral_analytics();
update public.referral_view_refreshes set stale_since = now();
select public.refresh_referral_analytics();

-- test: A daily run has everybody judged who referred since the last month began.
update public.student_referrals
set created_at = case
    when referrer_id = '10000000-0000-4000-8000-000000000001' then '2026-02-01 00:00:00+00'
    when referrer_id = '10000000-0000-4000-8000-000000000002' then '2026-01-31 23:59:59+00'
    else '2026-03-15 00:00:00+00'
end::timestamptz;
select public.enqueue_recent_referrers('2026-03-20 12:00:00+00') = 2;
select
    pg_temp.read_outbox() = 'first judge_streaks 1 2026-02-01, second judge_streaks 1 2026-02-01';

-- test: While a daily run's work waits another one enters nothing, and a dead letter is no wait.
select public.enqueue_recent_referrers() = 2;
select public.enqueue_recent_referrers() = 0;
update public.referral_outbox set available_at = 'infinity';
select public.enqueue_recent_referrers() = 2;

-- test: The daily run's work finds a streak.
update public.student_referrals
set created_at = '2026-01-15 00:00:00+00'::timestamptz + (md5(id::text) > '8')::integer
    * interval '1 month'
where referrer_id = '10000000-0000-4000-8000-000000000001';
update public.student_referrals
set created_at = '2026-03-15 00:00:00+00'
where id = md5('referral 1')::uuid;
select count(distinct date_trunc('month', referral.created_at)) = 3
from public.student_referrals as referral
where referral.referrer_id = '10000000-0000-4000-8000-000000000001';
select public.enqueue_recent_referrers('2026-03-20 12:00:00+00') >= 1;
select result.failed = 0 from public.process_referral_outbox() as result;
select count(*) = 1
from public.student_achievements as earned
inner join public.achievements as achievement
    on achievement.id = earned.achievement_id
where
    achievement.code = 'referral_streak'
    and earned.user_id = '10000000-0000-4000-8000-000000000001';

-- test: Work of an unknown topic is refused by its code.
-- error: RD031
select
    public.handle_referral_work(
        'no_such_topic',
        '00000000-0000-4000-8000-00000000000a',
        '{}',
        now()
    );
