-- A student, Anvar, and a teacher, Gulnora, both without a referral. The shared achievements are
-- first_referral (1 referral, 25 coins), teacher_mentor (3 successes of a teacher, 75),
-- referral_ambassador (5 successes, 100), referral_master (10, 250) and quality_referrer (80
-- percent of 5 or more, 150).
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

prepare refer (uuid, text, text, integer) as
insert into public.student_referrals (
    organization_id,
    referrer_id,
    referrer_type,
    referred_student_name,
    referred_student_phone,
    status
)
select
    '00000000-0000-4000-8000-00000000000a',
    $1,
    $2,
    'Somebody',
    '+998901234567',
    $3
from generate_series(1, $4);

create temporary view earned as
select
    student_achievement.user_id,
    array_agg(achievement.code order by achievement.code) as codes
from public.student_achievements as student_achievement
inner join public.achievements as achievement
    on achievement.id = student_achievement.achievement_id
group by student_achievement.user_id;

-- test: The first referral earns its achievement, its coins and their ledger row.
execute refer ('10000000-0000-4000-8000-000000000001', 'student', 'pending', 1);
select earned.codes = '{first_referral}'
from earned
where earned.user_id = '10000000-0000-4000-8000-000000000001';
select ranking.available_coins = 25 and ranking.total_points = 0
from public.user_rankings as ranking
where ranking.user_id = '10000000-0000-4000-8000-000000000001';
select
    count(*) = 1
    and bool_and(
        bonus.transaction_type = 'bonus'
        and bonus.points_amount = 0
        and bonus.coins_earned = 25
        and bonus.category = 'achievement'
        and bonus.subcategory = 'first_referral'
        and bonus.reference_type = 'achievement'
    )
from public.points_transactions as bonus
where bonus.user_id = '10000000-0000-4000-8000-000000000001';

-- test: An achievement is earned once.
execute refer ('10000000-0000-4000-8000-000000000001', 'student', 'pending', 1);
execute refer ('10000000-0000-4000-8000-000000000001', 'student', 'pending', 3);
select public.award_referral_achievements(array['10000000-0000-4000-8000-000000000001'::uuid]) = 0;
select ranking.available_coins = 25
from public.user_rankings as ranking
where ranking.user_id = '10000000-0000-4000-8000-000000000001';

-- test: The fifth success makes an ambassador, not the fourth.
-- 4 of 10: first_referral. 5 of 10: ambassador as well, 25 + 100 coins; 50 percent is no quality.
execute refer ('10000000-0000-4000-8000-000000000001', 'student', 'contacted', 10);
update public.student_referrals
set status = 'enrolled'
where id in (
    select referral.id
    from public.student_referrals as referral
    order by referral.id
    limit 4
);
select earned.codes = '{first_referral}' from earned;
update public.student_referrals
set status = 'enrolled'
where id = (
    select referral.id
    from public.student_referrals as referral
    where referral.status = 'contacted'
    limit 1
);
select earned.codes = '{first_referral,referral_ambassador}' from earned;
select ranking.available_coins = 125
from public.user_rankings as ranking
where ranking.user_id = '10000000-0000-4000-8000-000000000001';

-- test: Ten successes at once earn all that a student can have for them.
-- 10 of 10 are 100.00 percent: 25 + 100 + 250 + 150 + 50 = 575 coins.
execute refer ('10000000-0000-4000-8000-000000000001', 'student', 'contacted', 10);
-- Quality is judged a little later, from the outbox, and so are the successes of this month, which
-- are more than 3: 50 coins.
update public.student_referrals set status = 'enrolled';
select public.process_referral_outbox();
select
    earned.codes
    = '{first_referral,monthly_referrer,quality_referrer,referral_ambassador,referral_master}'
from earned;
select ranking.available_coins = 575
from public.user_rankings as ranking
where ranking.user_id = '10000000-0000-4000-8000-000000000001';

-- test: A teacher is a mentor with three successes, and a student never.
-- 3 of 3 referrals are too few for quality: 25 + 75 coins; the student has 25.
execute refer ('20000000-0000-4000-8000-000000000001', 'teacher', 'contacted', 3);
execute refer ('10000000-0000-4000-8000-000000000001', 'student', 'contacted', 3);
update public.student_referrals set status = 'enrolled';
select
    array_agg(array_to_string(earned.codes, ' ') order by earned.user_id)
    = '{first_referral,first_referral teacher_mentor}'
from earned;
select array_agg(ranking.available_coins order by ranking.user_id) = '{25,0,0,100}'
from public.user_rankings as ranking;

-- test: An organization's own achievement is earned there, with its points, and nowhere else.
insert into public.achievements (
    organization_id,
    code,
    name,
    description,
    category,
    target_user_type,
    badge_color,
    points_reward,
    requirements
)
values
    (
        '00000000-0000-4000-8000-00000000000a',
        'two', 'Two', 'Refer two.', 'referral', 'both', 'bronze', 40, '{"total_referrals": 2}'
    ),
    (
        '00000000-0000-4000-8000-00000000000b',
        'two', 'Two', 'Refer two.', 'referral', 'both', 'bronze', 70, '{"total_referrals": 2}'
    );
execute refer ('10000000-0000-4000-8000-000000000001', 'student', 'pending', 2);
select earned.codes = '{first_referral,two}' from earned;
select ranking.total_points = 40 and ranking.referral_points_earned = 0
from public.user_rankings as ranking
where ranking.user_id = '10000000-0000-4000-8000-000000000001';

-- test: What is inactive, recurring, of another category or measured otherwise is not earned here.
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
        ('inactive', 'referral', '{"total_referrals": 1}', false, false),
        ('recurring', 'referral', '{"total_referrals": 1}', true, true),
        ('homework', 'homework', '{"total_referrals": 1}', false, true),
        ('otherwise', 'referral', '{"total_referrals": 1, "sunny_days": 1}', false, true)
) as achievement (code, category, requirements, is_recurring, is_active);
execute refer ('10000000-0000-4000-8000-000000000001', 'student', 'pending', 1);
select earned.codes = '{first_referral}' from earned;

-- test: An achievement that is entered when it has been reached is earned with the next referral.
execute refer ('10000000-0000-4000-8000-000000000001', 'student', 'pending', 3);
insert into public.achievements (
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
    '00000000-0000-4000-8000-00000000000a',
    'two', 'Two', 'Refer two.', 'referral', 'both', 'bronze', '{"total_referrals": 2}'
);
execute refer ('10000000-0000-4000-8000-000000000001', 'student', 'pending', 1);
select earned.codes = '{first_referral,two}' from earned;
