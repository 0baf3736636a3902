-- allow: style/LT09 one target that does not fit beside its select

-- Anvar made seven referrals: 1 pending today, 2 contacted today, 3 enrolled today, 4 enrolled last
-- month and made then, 5 made in the month before that and enrolled last month, 6 declined, made
-- 13 months ago, 7 deleted. Barno made 8, enrolled today. Months are the school's, in UTC.
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
    enrollment_date,
    created_at,
    deleted_at
)
select
    ('30000000-0000-4000-8000-00000000000' || referral.number)::uuid,
    '00000000-0000-4000-8000-00000000000a',
    ('10000000-0000-4000-8000-00000000000' || referral.code)::uuid,
    'student',
    'Number ' || referral.number,
    '+998901234567',
    referral.status,
    case
        when referral.status = 'enrolled'
            then (month.first_day - referral.enrolled_ago * interval '1 month')::date
    end,
    -- The smaller the number, the later in its month.
    (
        month.first_day - referral.made_ago * interval '1 month'
        + interval '10 minutes' - referral.number * interval '1 minute'
    ) at time zone 'UTC',
    case when referral.number = 7 then now() end
from (
    values
        (1, 1, 'pending', 0, null),
        (2, 1, 'contacted', 0, null),
        (3, 1, 'enrolled', 0, 0),
        (4, 1, 'enrolled', 1, 1),
        (5, 1, 'enrolled', 2, 1),
        (6, 1, 'declined', 13, null),
        (7, 1, 'pending', 0, null),
        (8, 2, 'enrolled', 0, 0)
) as referral (number, code, status, made_ago, enrolled_ago)
cross join (
    select date_trunc('month', now() at time zone 'UTC') as first_day
) as month;

create temporary view anvar as
select public.get_student_referral_dashboard('10000000-0000-4000-8000-000000000001') as dashboard;

-- test: It says whose it is.
select
    anvar.dashboard ->> 'student_id' = '10000000-0000-4000-8000-000000000001'
    and anvar.dashboard ->> 'organization_id' = '00000000-0000-4000-8000-00000000000a'
    and anvar.dashboard ->> 'full_name' = 'Anvar'
from anvar;

-- test: It has these parts and no other.
select
    array_agg(part.name order by part.name)
    = '{conversion,full_name,monthly_trend,next_achievement,organization_id,points,rank,'
    'recent_referrals,student_id,totals}'
from anvar
cross join lateral jsonb_object_keys(anvar.dashboard) as part (name);

-- test: The totals count what is not deleted, by status.
select
    anvar.dashboard -> 'totals'
    = '{"total": 6, "pending": 1, "contacted": 1, "enrolled": 3, "declined": 1}'
from anvar;

-- test: The conversion rate is the enrolled in percent of all.
-- 3 of 6: 50.00.
select anvar.dashboard -> 'conversion' = '{"rate": 50.00}'
from anvar;

-- test: The points are those of the referrals and of the ranking, with its coins.
-- 3 * 100 for the referrals; first_referral brings 25 coins. 60 points and 5 coins of homework.
update public.user_rankings
set
    total_points = total_points + 60,
    available_coins = available_coins + 5
where user_id = '10000000-0000-4000-8000-000000000001';
select
    anvar.dashboard -> 'points'
    = '{"referral_points": 300, "total_points": 360, "available_coins": 30}'
from anvar;

-- test: The rank counts who has more, and nobody has one without a success.
select
    (public.get_student_referral_dashboard(student.id) -> 'rank' -> 'position') = student.position
from (
    values
        ('10000000-0000-4000-8000-000000000001'::uuid, '1'::jsonb),
        ('10000000-0000-4000-8000-000000000002'::uuid, '2'::jsonb),
        ('10000000-0000-4000-8000-000000000003'::uuid, 'null'::jsonb)
) as student (id, position);

-- test: The first has nobody ahead, and the second behind.
select
    anvar.dashboard -> 'rank' -> 'ahead' = 'null'
    and anvar.dashboard -> 'rank' -> 'behind'
    = '{"user_id": "10000000-0000-4000-8000-000000000002", "full_name": "Barno",
        "referral_points": 100, "successful_referrals": 1}'
from anvar;

-- test: The last has the nearest better one ahead, and nobody behind.
select
    barno.rank -> 'ahead'
    = '{"user_id": "10000000-0000-4000-8000-000000000001", "full_name": "Anvar",
        "referral_points": 300, "successful_referrals": 3}'
    and barno.rank -> 'behind' = 'null'
from (
    select
        public.get_student_referral_dashboard('10000000-0000-4000-8000-000000000002') -> 'rank'
            as rank
) as barno;

-- test: Neighbours have another rank, and who is deleted keeps the place without a name.
insert into public.student_referrals (
    organization_id, referrer_id, referrer_type, referred_student_name, referred_student_phone,
    status
)
values (
    '00000000-0000-4000-8000-00000000000a', '20000000-0000-4000-8000-000000000001', 'teacher',
    'Number 9', '+998901234567', 'enrolled'
);
update public.students
set deleted_at = now()
where id = '10000000-0000-4000-8000-000000000002';
select
    anvar.dashboard -> 'rank' -> 'behind'
    = '{"user_id": "10000000-0000-4000-8000-000000000002", "full_name": null,
        "referral_points": 100, "successful_referrals": 1}'
from anvar;

-- test: Who has no success has no neighbours.
select
    public.get_student_referral_dashboard('10000000-0000-4000-8000-000000000003') -> 'rank'
    = '{"position": null, "ahead": null, "behind": null}';

-- test: The nearest achievement is the one with the most progress.
-- 3 of 5 successes: 60 percent of an ambassador. quality_referrer: 50 of 80 percent and 6 of 5
-- referrals make 62 percent.
select
    anvar.dashboard -> 'next_achievement'
    = '{"code": "quality_referrer", "name": "Quality referrer", "badge_color": "gold",
        "progress_percent": 62}'
from anvar;

-- test: Once it is earned, the next one is the nearest.
insert into public.student_achievements (user_id, organization_id, achievement_id)
select
    '10000000-0000-4000-8000-000000000001',
    '00000000-0000-4000-8000-00000000000a',
    achievement.id
from public.achievements as achievement
where achievement.code = 'quality_referrer';
select
    anvar.dashboard -> 'next_achievement' ->> 'code' = 'referral_ambassador'
    and (anvar.dashboard -> 'next_achievement' ->> 'progress_percent')::integer = 60
from anvar;

-- test: The recent referrals are the last five, newest first.
select
    array_agg(recent.referral ->> 'referred_student_name' order by recent.place)
    = '{Number 1,Number 2,Number 3,Number 4,Number 5}'
    and array_agg(recent.referral ->> 'status' order by recent.place)
    = '{pending,contacted,enrolled,enrolled,enrolled}'
    and array_agg((recent.referral ->> 'points_awarded')::integer order by recent.place)
    = '{0,0,100,100,100}'
from anvar
cross join lateral jsonb_array_elements(anvar.dashboard -> 'recent_referrals')
    with ordinality as recent (referral, place);

-- test: The trend has twelve months, this one last, with what was made and enrolled in each.
select
    count(*) = 12
    and array_agg((trend.month ->> 'made')::integer order by trend.place)
    = '{0,0,0,0,0,0,0,0,0,1,1,3}'
    and array_agg((trend.month ->> 'enrolled')::integer order by trend.place)
    = '{0,0,0,0,0,0,0,0,0,0,2,1}'
    and max(trend.month ->> 'month') = to_char(now() at time zone 'UTC', 'YYYY-MM')
from anvar
cross join lateral jsonb_array_elements(anvar.dashboard -> 'monthly_trend')
    with ordinality as trend (month, place);

-- test: A student without a referral has a whole dashboard, of noughts.
select
    charos.dashboard -> 'totals'
    = '{"total": 0, "pending": 0, "contacted": 0, "enrolled": 0, "declined": 0}'
    and charos.dashboard -> 'conversion' = '{"rate": null}'
    and charos.dashboard -> 'points'
    = '{"referral_points": 0, "total_points": 0, "available_coins": 0}'
    and charos.dashboard -> 'next_achievement' ->> 'code' = 'first_referral'
    and charos.dashboard -> 'recent_referrals' = '[]'
    and jsonb_array_length(charos.dashboard -> 'monthly_trend') = 12
from (
    select
        public.get_student_referral_dashboard('10000000-0000-4000-8000-000000000003') as dashboard
) as charos;

-- test: A student without a ranking has a dashboard too.
insert into public.students (id, organization_id, code, full_name)
values (
    '10000000-0000-4000-8000-000000000009',
    '00000000-0000-4000-8000-00000000000a', '9', 'Davron'
);
select
    davron.dashboard ->> 'full_name' = 'Davron'
    and davron.dashboard -> 'next_achievement' = 'null'
    and davron.dashboard -> 'points'
    = '{"referral_points": 0, "total_points": 0, "available_coins": 0}'
from (
    select
        public.get_student_referral_dashboard('10000000-0000-4000-8000-000000000009') as dashboard
) as davron;

-- test: The plain form answers the same for every student, in every time zone.
update public.organizations
set timezone = 'Pacific/Kiritimati'
where slug = 'first';
select
    count(*) = 3
    and bool_and(
        public.get_student_referral_dashboard_plain(student.id)
        = public.get_student_referral_dashboard(student.id)
    )
from public.students as student;

-- test: A student who does not exist is not found.
-- error: RD007
select public.get_student_referral_dashboard('1fffffff-0000-4000-8000-000000000001');

-- test: No student is not found.
-- error: RD007
select public.get_student_referral_dashboard(null);

-- test: A teacher is no student.
-- error: RD007
select public.get_student_referral_dashboard('20000000-0000-4000-8000-000000000001');

-- test: A deleted student is not found.
-- error: RD007
update public.students
set deleted_at = now()
where id = '10000000-0000-4000-8000-000000000001';
select public.get_student_referral_dashboard('10000000-0000-4000-8000-000000000001');

-- test: The plain form does not find an unknown student either.
-- error: RD007
select public.get_student_referral_dashboard_plain('1fffffff-0000-4000-8000-000000000001');
