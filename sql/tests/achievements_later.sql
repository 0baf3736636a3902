-- Anvar and Barno, students, and Gulnora, a teacher, are of the first school, Charos of the second.
-- The shared achievements that are judged later are monthly_referrer (3 enrollments in a month, 50
-- coins, every month), referral_streak (3 months in a row with a referral, 75) and quality_referrer
-- (80 percent of 5 or more, 150). Everything else earned is not looked at here.
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

-- Referrals of a user, made on $2, of which the first $4 are enrolled on $5.
create function pg_temp.refer(
    p_user_id uuid,
    p_made_on date,
    p_count integer,
    p_enrolled integer default 0,
    p_enrolled_on date default null
)
returns void
language sql
as $$
    insert into public.student_referrals (
        organization_id,
        referrer_id,
        referrer_type,
        referred_student_name,
        referred_student_phone,
        status,
        enrollment_date,
        created_at
    )
    select
        ranking.organization_id,
        ranking.user_id,
        ranking.user_type,
        'Somebody',
        '+998901234567',
        case when number <= p_enrolled then 'enrolled' else 'pending' end,
        case when number <= p_enrolled then p_enrolled_on end,
        p_made_on::timestamp at time zone 'UTC'
    from public.user_rankings as ranking
    cross join generate_series(1, p_count) as number
    where ranking.user_id = p_user_id
$$;

create function pg_temp.judge(p_since date)
returns integer
language sql
as $$
    select
        public.award_periodic_referral_achievements(
            '00000000-0000-4000-8000-00000000000a',
            array(select ranking.user_id from public.user_rankings as ranking),
            p_since
        )
$$;

create temporary view earned as
select
    string_agg(
        concat_ws(' ', ranking.user_type, achievement.code, student_achievement.period),
        ', '
        order by ranking.user_id, achievement.code, student_achievement.period
    ) as list,
    sum(student_achievement.coins_awarded) as coins
from public.student_achievements as student_achievement
inner join public.achievements as achievement
    on achievement.id = student_achievement.achievement_id
inner join public.user_rankings as ranking
    on ranking.user_id = student_achievement.user_id
where achievement.requirements ?| array[
    'successful_referrals_in_month',
    'consecutive_referral_months',
    'referral_conversion_rate'
];

-- test: Three enrollments in a month earn the month's achievement, two do not.
select pg_temp.refer('10000000-0000-4000-8000-000000000001', '2026-03-01', 9, 3, '2026-03-31');
select pg_temp.refer('10000000-0000-4000-8000-000000000002', '2026-03-01', 9, 2, '2026-03-31');
select pg_temp.judge('2026-03-01') = 1;
select earned.list = 'student monthly_referrer 2026-03' from earned;

-- test: The enrollments of two months are not added up.
select pg_temp.refer('10000000-0000-4000-8000-000000000001', '2026-03-01', 9, 2, '2026-03-31');
select pg_temp.refer('10000000-0000-4000-8000-000000000001', '2026-03-01', 9, 2, '2026-04-01');
select pg_temp.judge('2026-03-01') = 0;

-- test: The month's achievement is earned again in another month, and once in each.
select pg_temp.refer('10000000-0000-4000-8000-000000000001', '2026-03-01', 9, 3, '2026-03-15');
select pg_temp.judge('2026-03-01') = 1;
select pg_temp.refer('10000000-0000-4000-8000-000000000001', '2026-03-01', 9, 4, '2026-04-15');
select pg_temp.judge('2026-03-01') = 1;
select pg_temp.judge('2026-03-01') = 0;
select
    earned.list = 'student monthly_referrer 2026-03, student monthly_referrer 2026-04'
    and earned.coins = 100
from earned;

-- test: Coins and a ledger row come with each, and the ranking has the sum.
select pg_temp.refer('10000000-0000-4000-8000-000000000001', '2026-03-01', 9, 3, '2026-03-15');
update public.user_rankings set available_coins = 0;
select pg_temp.judge('2026-03-01') = 1;
select ranking.available_coins = 50
from public.user_rankings as ranking
where ranking.user_id = '10000000-0000-4000-8000-000000000001';
select count(*) = 1 and bool_and(bonus.coins_earned = 50 and bonus.transaction_type = 'bonus')
from public.points_transactions as bonus
where bonus.subcategory = 'monthly_referrer';

-- test: Months before the one that the work is about earn nothing.
select pg_temp.refer('10000000-0000-4000-8000-000000000001', '2026-01-01', 9, 3, '2026-01-15');
select pg_temp.judge('2026-02-01') = 0;
select pg_temp.judge('2026-01-01') = 1;

-- test: A referral in each of three months in a row is a streak, and it is earned once.
select pg_temp.refer('10000000-0000-4000-8000-000000000001', '2025-11-30', 1);
select pg_temp.refer('10000000-0000-4000-8000-000000000001', '2025-12-01', 2);
select pg_temp.judge('2025-12-01') = 0;
select pg_temp.refer('10000000-0000-4000-8000-000000000001', '2026-01-31', 1);
select pg_temp.judge('2025-12-01') = 1;
select pg_temp.refer('10000000-0000-4000-8000-000000000001', '2026-02-01', 1);
select pg_temp.judge('2025-12-01') = 0;
select earned.list = 'student referral_streak once' and earned.coins = 75 from earned;

-- test: Three months with one between them are no streak.
select pg_temp.refer('10000000-0000-4000-8000-000000000001', '2025-11-30', 1);
select pg_temp.refer('10000000-0000-4000-8000-000000000001', '2025-12-01', 1);
select pg_temp.refer('10000000-0000-4000-8000-000000000001', '2026-02-01', 1);
select pg_temp.judge('2025-12-01') = 0;

-- test: A month is that of the school: 23:00 UTC on the last day is the next one in Tashkent.
update public.organizations set timezone = 'Asia/Tashkent';
select pg_temp.refer('10000000-0000-4000-8000-000000000001', '2025-11-30', 1);
select pg_temp.refer('10000000-0000-4000-8000-000000000001', '2025-12-01', 1);
select pg_temp.refer('10000000-0000-4000-8000-000000000001', '2025-12-31', 1);
update public.student_referrals
set created_at = created_at + interval '23 hours'
where created_at >= '2025-12-31';
select pg_temp.judge('2025-12-01') = 1;

-- test: A deleted referral is part of no streak.
select pg_temp.refer('10000000-0000-4000-8000-000000000001', '2025-11-30', 1);
select pg_temp.refer('10000000-0000-4000-8000-000000000001', '2025-12-01', 1);
select pg_temp.refer('10000000-0000-4000-8000-000000000001', '2026-01-01', 1);
update public.student_referrals set deleted_at = now() where created_at >= '2026-01-01';
select pg_temp.judge('2025-12-01') = 0;

-- test: A streak that ended before the month that the work is about earns nothing.
select pg_temp.refer('10000000-0000-4000-8000-000000000001', month.day::date, 1)
from generate_series('2024-01-01'::timestamp, '2024-05-01', '1 month') as month (day);
select pg_temp.judge('2024-06-01') = 0;
select pg_temp.judge('2024-05-01') = 1;

-- test: Four of five make quality, and four of six do not.
select pg_temp.refer('10000000-0000-4000-8000-000000000001', '2026-03-01', 2, 2, '2026-03-01');
select pg_temp.refer('10000000-0000-4000-8000-000000000001', '2026-03-01', 3, 2, '2026-04-01');
select pg_temp.refer('10000000-0000-4000-8000-000000000002', '2026-03-01', 2, 2, '2026-03-01');
select pg_temp.refer('10000000-0000-4000-8000-000000000002', '2026-03-01', 4, 2, '2026-04-01');
select pg_temp.judge('2026-03-01') = 1;
select ranking.referral_conversion_rate = 80.00
from public.user_rankings as ranking
where ranking.user_id = '10000000-0000-4000-8000-000000000001';
select earned.list = 'student quality_referrer once' and earned.coins = 150 from earned;

-- test: Four of four are too few for quality.
select pg_temp.refer('10000000-0000-4000-8000-000000000001', '2026-03-01', 2, 2, '2026-03-01');
select pg_temp.refer('10000000-0000-4000-8000-000000000001', '2026-03-01', 2, 2, '2026-04-01');
select pg_temp.judge('2026-03-01') = 0;

-- test: A teacher earns them as a student does.
select pg_temp.refer('20000000-0000-4000-8000-000000000001', '2026-03-01', 5, 4, '2026-03-01');
select pg_temp.judge('2026-03-01') = 2;
select earned.list = 'teacher monthly_referrer 2026-03, teacher quality_referrer once'
from earned;

-- test: Users of another school are left to its own work.
select pg_temp.refer('10000000-0000-4000-8000-000000000003', '2026-03-01', 5, 5, '2026-03-01');
select pg_temp.judge('2026-03-01') = 0;

-- test: A school's own achievement may ask for several things, and is earned when all are there.
insert into public.achievements (
    organization_id,
    code,
    name,
    description,
    category,
    target_user_type,
    badge_color,
    points_reward,
    requirements,
    is_recurring
)
values (
    '00000000-0000-4000-8000-00000000000a',
    'steady',
    'Steady',
    'Enroll one in a month, with 25 percent or more.',
    'referral',
    'student',
    'bronze',
    30,
    '{"successful_referrals_in_month": 1, "referral_conversion_rate": 25, "total_referrals": 4,
        "successful_referrals": 1, "referral_points_earned": 100, "total_points": 100}',
    true
);
select pg_temp.refer('10000000-0000-4000-8000-000000000001', '2026-03-01', 4, 1, '2026-03-05');
select pg_temp.refer('10000000-0000-4000-8000-000000000002', '2026-03-01', 5, 1, '2026-03-05');
select pg_temp.refer('20000000-0000-4000-8000-000000000001', '2026-03-01', 4, 1, '2026-03-05');
select pg_temp.judge('2026-03-01') = 1;
select earned.list = 'student steady 2026-03' from earned;
select ranking.total_points = 130 and ranking.referral_points_earned = 100
from public.user_rankings as ranking
where ranking.user_id = '10000000-0000-4000-8000-000000000001';

-- test: What is inactive, of another category, or asks for what nobody knows is not earned.
insert into public.achievements (
    organization_id,
    code,
    name,
    description,
    category,
    target_user_type,
    badge_color,
    requirements,
    is_recurring,
    is_active
)
select
    '00000000-0000-4000-8000-00000000000a',
    achievement.code,
    achievement.code,
    achievement.code,
    achievement.category,
    'both',
    'bronze',
    achievement.requirements::jsonb,
    achievement.is_recurring,
    achievement.is_active
from (
    values
        ('inactive', 'referral', '{"successful_referrals_in_month": 1}', true, false),
        ('homework', 'homework', '{"successful_referrals_in_month": 1}', true, true),
        ('sunny', 'referral', '{"successful_referrals_in_month": 1, "sun": 1}', true, true),
        ('endless', 'referral', '{"referral_conversion_rate": 1}', true, true)
) as achievement (code, category, requirements, is_recurring, is_active);
select pg_temp.refer('10000000-0000-4000-8000-000000000001', '2026-03-01', 5, 1, '2026-03-05');
select pg_temp.judge('2026-03-01') = 0;

-- test: The shared catalogue has the seven achievements, with their rules.
select
    string_agg(
        concat_ws(
            ' ',
            achievement.code,
            achievement.badge_color,
            achievement.coins_reward,
            achievement.requirements,
            case when achievement.is_recurring then 'recurring' end
        ),
        ', '
        order by achievement.code
    )
    = 'first_referral bronze 25 {"total_referrals": 1}, '
    'monthly_referrer bronze 50 {"successful_referrals_in_month": 3} recurring, '
    'quality_referrer gold 150 {"total_referrals": 5, "referral_conversion_rate": 80}, '
    'referral_ambassador silver 100 {"successful_referrals": 5}, '
    'referral_master gold 250 {"successful_referrals": 10}, '
    'referral_streak silver 75 {"consecutive_referral_months": 3}, '
    'teacher_mentor gold 75 {"successful_referrals": 3}'
from public.achievements as achievement
where
    achievement.organization_id is null
    and achievement.category = 'referral';
